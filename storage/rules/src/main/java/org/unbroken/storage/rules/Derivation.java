package org.unbroken.storage.rules;

import java.util.Map;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rules.type.Strictness;

/**
 * Stricter than the parent, never laxer. What the parent quotes from its text binds. What it only assumes, because the
 * text is silent, binds as well, unless the derived rulebook quotes a text of its own: an agency's written rule stands
 * before our assumption, another assumption does not.
 */
final class Derivation {
    private final Rulebook parent;
    private final ProblemList problems;

    Derivation(Rulebook parent, ProblemList problems) {
        this.parent = parent;
        this.problems = problems;
    }

    void check(Map<Rule<?>, RuleSetting<?>> own) {
        own.values().forEach(setting -> check(setting, own));
    }

    private <T> void check(RuleSetting<T> setting, Map<Rule<?>, RuleSetting<?>> own) {
        Rule<T> rule = setting.rule();
        RuleSetting<T> before = parent.effective(rule);
        RuleSetting<T> now = effective(setting, own);
        boolean replacesAssumption = before.silent() && !now.silent();
        Strictness strictness = rule.type().compare(before.value(), now.value());
        if (strictness == Strictness.SAME || strictness == Strictness.STRICTER || replacesAssumption) {
            return;
        }
        String base = parent.id() + ": " + shown(before);
        if (strictness == Strictness.LAXER) {
            problems.add(
                    "/settings/" + rule.name() + "/value",
                    new Said("比上级规则书宽（" + base + "）", "laxer than its parent (" + base + ")"),
                    before.silent()
                            ? new Said(
                                    "从严，或引用本单位自己的条文（articles、wording）",
                                    "make it stricter, or quote a text of the agency's own (articles, wording)")
                            : new Said("只能相同或从严", "make it the same or stricter"));
        } else {
            problems.add(
                    "/settings/" + rule.name() + "/value",
                    new Said(
                            "与上级规则书无法比较宽严（" + base + "）",
                            "cannot be compared with its parent (" + base
                                    + "), so nobody can say that the parent is kept"),
                    new Said("用上级规则书的单位和用语表述", "put it in the parent's own unit and words"));
        }
    }

    @SuppressWarnings("unchecked") // a setting stands under its own rule
    private <T> RuleSetting<T> effective(RuleSetting<T> setting, Map<Rule<?>, RuleSetting<?>> own) {
        if (setting.value() != Term.Word.NONE || setting.rule().otherwise().isEmpty()) {
            return setting;
        }
        Rule<T> other = setting.rule().otherwise().get();
        RuleSetting<?> changed = own.get(other);
        return changed == null ? parent.effective(other) : effective((RuleSetting<T>) changed, own);
    }

    private String shown(RuleSetting<?> before) {
        JsonObject setting =
                parent.json().object("settings").object(before.rule().name());
        String value = setting.find("value").map(Json::text).orElse("");
        return before.silent() ? value : value + ", " + before.articlesText();
    }
}
