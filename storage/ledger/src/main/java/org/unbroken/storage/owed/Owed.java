package org.unbroken.storage.owed;

import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Said;

/**
 * One thing that a rulebook wants and that is not there.
 *
 * @param setting the rulebook's, by name
 * @param said what lacks
 */
public record Owed(String setting, List<String> articles, List<String> wording, Said said) {
    public Owed {
        articles = List.copyOf(articles);
        wording = List.copyOf(wording);
    }

    static Owed by(Rulebook book, Rule<?> rule, Said said) {
        RuleSetting<?> setting = book.setting(rule);
        return new Owed(rule.name(), setting.articles(), setting.wording(), said);
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("setting", setting)
                .put("articles", JsonArray.ofStrings(articles))
                .put("wording", JsonArray.ofStrings(wording))
                .put("lacking", said.json())
                .build();
    }

    public static JsonArray json(List<Owed> owed) {
        return new JsonArray(owed.stream().<Json>map(Owed::json).toList());
    }
}
