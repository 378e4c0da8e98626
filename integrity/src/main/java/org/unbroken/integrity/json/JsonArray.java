package org.unbroken.integrity.json;

import java.util.List;

/** A JSON array. */
public record JsonArray(List<Json> items) implements Json {
    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray ofStrings(List<String> strings) {
        return new JsonArray(strings.stream().<Json>map(JsonString::new).toList());
    }

    /** The items as objects; throws {@link JsonException} naming the first that is not one. */
    public List<JsonObject> objects() {
        return items.stream()
                .map(item -> {
                    if (item instanceof JsonObject object) {
                        return object;
                    }
                    throw new JsonException("an array of objects holds " + item.text());
                })
                .toList();
    }

    /** The items as strings; throws {@link JsonException} naming the first that is not one. */
    public List<String> strings() {
        return items.stream()
                .map(item -> {
                    if (item instanceof JsonString string) {
                        return string.value();
                    }
                    throw new JsonException("an array of strings holds " + item.text());
                })
                .toList();
    }
}
