package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;

/**
 * Ids of recordings that a caller may not know of, where something that they may know names them: a case's paper, the entry
 * of a recording that repeats another. Ids of anything else are nobody's secret.
 */
final class HiddenIds {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final Known known;

    HiddenIds(Known known) {
        this.known = known;
    }

    /** Whether the id is that of a recording which is there, and not for this caller. */
    interface Known {
        boolean isHidden(RecordingId id) throws IOException;
    }

    /** Without members and items that are such an id, or text that has one in it, at any depth. */
    JsonObject without(JsonObject json) throws IOException {
        JsonObject.Builder rest = json.with();
        for (Map.Entry<String, Json> member : json.members().entrySet()) {
            if (isNaming(member.getValue())) {
                rest.remove(member.getKey());
            } else {
                rest.put(member.getKey(), within(member.getValue()));
            }
        }
        return rest.build();
    }

    private Json within(Json value) throws IOException {
        if (value instanceof JsonObject object) {
            return without(object);
        }
        if (!(value instanceof JsonArray array)) {
            return value;
        }
        List<Json> rest = new ArrayList<>();
        for (Json item : array.items()) {
            if (!isNaming(item)) {
                rest.add(within(item));
            }
        }
        return new JsonArray(rest);
    }

    private boolean isNaming(Json value) throws IOException {
        return value instanceof JsonString text && in(text.value());
    }

    boolean in(String text) throws IOException {
        for (Matcher ids = ID.matcher(text); ids.find(); ) {
            if (known.isHidden(new RecordingId(ids.group()))) {
                return true;
            }
        }
        return false;
    }
}
