package org.unbroken.storage.rules.retention;

import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** For how long and why, as the API shows it (openapi.json, schema Keeping). */
public final class RetainedJson {
    private RetainedJson() {}

    public static JsonObject of(Retained retained) {
        return JsonObject.builder()
                .put("until", Timestamps.format(retained.until()))
                .put("open", retained.open())
                .put(
                        "reasons",
                        new JsonArray(retained.reasons().stream()
                                .<Json>map(RetainedJson::reason)
                                .toList()))
                .build();
    }

    private static JsonObject reason(RetentionReason reason) {
        JsonObject.Builder json = JsonObject.builder()
                .put("class", reason.of().wire())
                .put("articles", JsonArray.ofStrings(reason.articles()))
                .put("wording", JsonArray.ofStrings(reason.wording()))
                .putIfPresent("until", reason.until().map(Timestamps::format));
        reason.assumed().ifPresent(said -> json.put("assumption", said.json()));
        return json.build();
    }
}
