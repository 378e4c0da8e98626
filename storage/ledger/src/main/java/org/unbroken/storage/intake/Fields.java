package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/** What the intake's values share: a map of texts, and one way to fail on bytes that are not what was written. */
final class Fields {
    private Fields() {}

    static JsonObject ofTexts(Map<String, String> texts) {
        JsonObject.Builder object = JsonObject.builder();
        texts.forEach((name, text) -> object.put(name, text));
        return object.build();
    }

    static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!(member.getValue() instanceof JsonString text)) {
                throw new JsonException("member \"" + member.getKey() + "\" is not a string");
            }
            texts.put(member.getKey(), text.value());
        }
        return texts;
    }

    /** Reads a stored value; whatever is wrong with it comes out as an {@link IOException} that names its kind. */
    static <T> T read(String kind, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("a stored " + kind + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Decodes; may throw what the JSON, record and time classes throw. */
    interface Reading<T> {
        T read() throws IOException;
    }
}
