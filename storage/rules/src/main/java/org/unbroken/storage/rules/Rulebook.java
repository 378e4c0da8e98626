package org.unbroken.storage.rules;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * One regulation as settings: every {@link Rules rule} has its value here. {@link #json} is the whole of it, inherited
 * settings too; its canonical form (RFC 8785) is what {@link #digest} is of.
 */
public final class Rulebook {
    public static final String FORMAT = "unbroken/rulebook/1";

    private final JsonObject json;
    private final Map<Rule<?>, RuleSetting<?>> settings;

    Rulebook(JsonObject json, Map<Rule<?>, RuleSetting<?>> settings) {
        this.json = json;
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        if (!settings.keySet().containsAll(Rules.all())) {
            throw new IllegalArgumentException("a rulebook settles every rule");
        }
    }

    public String id() {
        return json.string("id");
    }

    /** The letter of a shipped one. */
    public Optional<String> code() {
        return json.findString("code");
    }

    public String version() {
        return json.string("version");
    }

    public Said name() {
        return Said.of(json.object("name"));
    }

    /** The file with the regulation's text, against which its wording was checked. */
    public Optional<String> text() {
        return json.findString("text");
    }

    /** What it was derived from: {@code id}, {@code version}, {@code sha256}. */
    public Optional<JsonObject> parent() {
        return json.findObject("parent");
    }

    public JsonObject json() {
        return json;
    }

    public Sha256 digest() {
        return Sha256.of(json.canonical());
    }

    /** As a manifest names it. */
    public org.unbroken.integrity.manifest.Rulebook reference() {
        return new org.unbroken.integrity.manifest.Rulebook(id(), version(), digest());
    }

    public Map<Rule<?>, RuleSetting<?>> settings() {
        return settings;
    }

    @SuppressWarnings("unchecked") // the reader put each value in as its rule's type read it
    public <T> RuleSetting<T> setting(Rule<T> rule) {
        RuleSetting<?> found = settings.get(rule);
        if (found == null) {
            throw new IllegalArgumentException("not one of the rules: " + rule);
        }
        return (RuleSetting<T>) found;
    }

    public <T> T value(Rule<T> rule) {
        return setting(rule).value();
    }

    /** The setting that decides: where the rule's own says {@code none} and another rule stands in for it, that one's. */
    public <T> RuleSetting<T> effective(Rule<T> rule) {
        RuleSetting<T> own = setting(rule);
        return own.value() == Term.Word.NONE && rule.otherwise().isPresent()
                ? effective(rule.otherwise().get())
                : own;
    }

    /** The agency's, in which its days begin and end. */
    public ZoneId zone() {
        return ZoneId.of(value(Rules.COUNTING_ZONE));
    }

    @Override
    public String toString() {
        return id() + " " + version();
    }
}
