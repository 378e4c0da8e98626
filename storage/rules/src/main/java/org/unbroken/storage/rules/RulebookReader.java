package org.unbroken.storage.rules;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * Reads a rulebook's file against the schema (docs/FORMATS.md, "Rulebook"). Strict, since a rule that was silently not
 * understood is a rule that is not kept: whatever is not known is refused, and all that is wrong is said at once.
 */
public final class RulebookReader {
    private static final Set<String> MEMBERS =
            Set.of("format", "id", "code", "version", "name", "text", "parent", "settings");
    private static final Pattern PLACE = Pattern.compile("line:? (\\d+), column:? (\\d+)");
    private static final Said WRITE_ID =
            new Said("应写小写英文字母、数字、连字符，至多64字", "write lower-case letters, digits and hyphens, at most 64");

    /** Where a parent and a regulation's text come from. */
    public interface Sources {
        /** By id. */
        Optional<Rulebook> rulebook(String id) throws RulebookException;

        /** By the name that a rulebook's member {@code text} has. */
        Optional<RegulationText> text(String file);
    }

    private final Sources sources;

    public RulebookReader(Sources sources) {
        this.sources = sources;
    }

    /** {@code file} is what messages call it. */
    public Rulebook read(String file, byte[] bytes) throws RulebookException {
        JsonObject json = parse(file, bytes);
        ProblemList problems = new ProblemList(file, JsonPlaces.of(new String(bytes, StandardCharsets.UTF_8)));
        head(json, problems);
        Optional<Rulebook> parent = parent(json, problems);
        Map<Rule<?>, RuleSetting<?>> own = new SettingsReading(text(json, problems), problems)
                .read(json, parent.isPresent() || json.find("parent").isPresent());
        parent.ifPresent(from -> new Derivation(from, problems).check(own));
        if (problems.any()) {
            throw problems.exception();
        }
        Rulebook whole = new Rulebook(
                parent.map(from -> whole(json, from)).orElse(json),
                parent.map(from -> inherited(from, own)).orElse(own));
        new Agreement(problems).check(whole);
        if (problems.any()) {
            throw problems.exception();
        }
        return whole;
    }

    private static JsonObject parse(String file, byte[] bytes) throws RulebookException {
        try {
            return JsonObject.parse(bytes);
        } catch (JsonException e) {
            String reason = Shown.message(String.valueOf(e.getMessage()));
            Matcher place = PLACE.matcher(reason);
            Place where = place.find()
                    ? new Place(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
                    : Place.START;
            throw new RulebookException(List.of(new Problem(
                    file,
                    where,
                    "",
                    new Said("不是可读的JSON：" + reason, reason),
                    new Said("改正该处的语法", "mend the syntax there"))));
        }
    }

    private static void head(JsonObject json, ProblemList problems) {
        for (String name : json.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                problems.add(
                        "/" + name + "#",
                        new Said("不认识的成员", "unknown member"),
                        new Said(
                                "删去，或改为 " + String.join("、", sorted(MEMBERS)),
                                "take it out, or use one of " + String.join(", ", sorted(MEMBERS))));
            }
        }
        matching(
                json,
                "format",
                Pattern.quote(Rulebook.FORMAT),
                new Said("应写 " + Rulebook.FORMAT, "write " + Rulebook.FORMAT),
                problems);
        matching(json, "id", "[a-z0-9][a-z0-9-]{0,63}", WRITE_ID, problems);
        matching(
                json,
                "version",
                "[A-Za-z0-9._-]{1,32}",
                new Said("应写版本，如 \"1\"", "write a version such as \"1\""),
                problems);
        if (json.find("code").isPresent()) {
            matching(json, "code", "[A-Z]", new Said("应写一个大写字母", "write one capital letter"), problems);
        }
        if (json.find("text").isPresent()) {
            matching(
                    json,
                    "text",
                    "[A-Za-z0-9._-]{1,128}",
                    new Said("应写同一目录下的文件名", "write the name of a file beside it"),
                    problems);
        }
        said(json, "name", "/name", problems);
    }

    private static void matching(JsonObject json, String name, String pattern, Said remedy, ProblemList problems) {
        Json value = json.members().get(name);
        if (value == null) {
            problems.add("", new Said("缺少成员 " + name, "member " + name + " is missing"), remedy);
        } else if (!(value instanceof JsonString string && string.value().matches(pattern))) {
            String shown = Shown.text(value.text());
            problems.add("/" + name, new Said("不能是 " + shown, "cannot be " + shown), remedy);
        }
    }

    /** An object with {@code zh} and {@code en}. */
    static Optional<Said> said(JsonObject json, String name, String pointer, ProblemList problems) {
        Json value = json.members().get(name);
        if (value instanceof JsonObject both
                && both.members().keySet().equals(Set.of("zh", "en"))
                && both.members().values().stream()
                        .allMatch(text -> text instanceof JsonString string
                                && !string.value().isBlank())) {
            return Optional.of(Said.of(both));
        }
        problems.add(
                value == null ? pointer.substring(0, pointer.lastIndexOf('/')) : pointer,
                value == null
                        ? new Said("缺少成员 " + name, "member " + name + " is missing")
                        : new Said(name + " 不是中英文两种文字", name + " is not a text in both languages"),
                new Said("应写 {\"zh\": …, \"en\": …}", "write {\"zh\": …, \"en\": …}"));
        return Optional.empty();
    }

    private Optional<Rulebook> parent(JsonObject json, ProblemList problems) throws RulebookException {
        Json named = json.members().get("parent");
        if (named == null) {
            return Optional.empty();
        }
        Optional<Rulebook> found = named instanceof JsonString id ? sources.rulebook(id.value()) : Optional.empty();
        if (found.isEmpty()) {
            problems.add(
                    "/parent",
                    new Said("没有这样的规则书", "there is no such rulebook"),
                    new Said("写已有规则书的编号（unbroken rulebook list）", "write the id of one (unbroken rulebook list)"));
        }
        return found;
    }

    private Optional<RegulationText> text(JsonObject json, ProblemList problems) {
        if (!(json.members().get("text") instanceof JsonString file)) {
            return Optional.empty();
        }
        Optional<RegulationText> text = sources.text(file.value());
        if (text.isEmpty()) {
            problems.add(
                    "/text",
                    new Said("找不到条文文件", "the regulation's text is not there"),
                    new Said("把条文放在规则书旁边，或删去此成员", "put it beside the rulebook, or leave this member out"));
        }
        return text;
    }

    private static Map<Rule<?>, RuleSetting<?>> inherited(Rulebook parent, Map<Rule<?>, RuleSetting<?>> own) {
        Map<Rule<?>, RuleSetting<?>> all = new LinkedHashMap<>(parent.settings());
        all.putAll(own);
        return all;
    }

    /** With the parent's settings in it, so that the digest is of all that holds. */
    private static JsonObject whole(JsonObject json, Rulebook parent) {
        return json.with()
                .put("parent", reference(parent))
                .put(
                        "settings",
                        parent.json()
                                .object("settings")
                                .with()
                                .putAll(json.findObject("settings")
                                        .map(JsonObject::members)
                                        .orElseThrow())
                                .build())
                .build();
    }

    private static JsonObject reference(Rulebook parent) {
        return JsonObject.builder()
                .put("id", parent.id())
                .put("version", parent.version())
                .put("sha256", parent.digest().hex())
                .build();
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }
}
