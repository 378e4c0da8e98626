package org.unbroken.storage.rules;

import org.unbroken.integrity.json.JsonObject;

/** Words in Chinese and in English. */
public record Said(String zh, String en) {
    public Said {
        if (zh.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("said in Chinese (zh) and in English (en)");
        }
    }

    static Said of(JsonObject json) {
        return new Said(json.string("zh"), json.string("en"));
    }

    public String in(Language language) {
        return language == Language.ZH ? zh : en;
    }

    public JsonObject json() {
        return JsonObject.builder().put("zh", zh).put("en", en).build();
    }
}
