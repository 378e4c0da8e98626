package org.unbroken.storage.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * Something that was found and is not right yet.
 *
 * @param object its key
 * @param recording empty where the key belongs to no recording
 * @param agency empty where the log does not tell of the recording
 * @param chunks of an original, the damaged ones, numbered from 0
 * @param repair what came of putting it right, in an operator's words
 */
public record OpenFinding(
        Aspect aspect,
        String object,
        Optional<RecordingId> recording,
        Optional<String> agency,
        List<Long> chunks,
        String message,
        Instant foundAt,
        Optional<String> repair) {
    public OpenFinding {
        chunks = List.copyOf(chunks);
    }

    /** One finding of an aspect for an object. */
    String key() {
        return key(aspect, object);
    }

    static String key(Aspect aspect, String object) {
        return aspect.wire() + " " + object;
    }

    OpenFinding withRepair(String words) {
        return new OpenFinding(aspect, object, recording, agency, chunks, message, foundAt, Optional.of(words));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("finding", Aspect.wire(aspect.kind()))
                .put("aspect", aspect.wire())
                .put("object", object)
                .putIfPresent("recording", recording.map(RecordingId::value))
                .putIfPresent("agency", agency)
                .put("chunks", numbers(chunks))
                .put("message", message)
                .put("found_at", Timestamps.format(foundAt))
                .putIfPresent("repair", repair)
                .build();
    }

    static OpenFinding ofJson(JsonObject json) {
        return new OpenFinding(
                Aspect.ofWire(json.string("aspect")),
                json.string("object"),
                json.findString("recording").map(RecordingId::new),
                json.findString("agency"),
                numbers(json.array("chunks")),
                json.string("message"),
                Timestamps.parse(json.string("found_at")),
                json.findString("repair"));
    }

    static JsonArray numbers(List<Long> chunks) {
        return new JsonArray(chunks.stream().<Json>map(JsonInteger::new).toList());
    }

    static List<Long> numbers(JsonArray chunks) {
        return chunks.items().stream()
                .filter(JsonInteger.class::isInstance)
                .map(number -> ((JsonInteger) number).value())
                .toList();
    }
}
