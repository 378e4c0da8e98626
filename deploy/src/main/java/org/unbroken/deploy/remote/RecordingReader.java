package org.unbroken.deploy.remote;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** Reads a recording as the API writes it. Its analysis is left out: whoever asks over the wire shows none. */
final class RecordingReader {
    private RecordingReader() {}

    /** Throws {@link IllegalArgumentException} for what is none. */
    static Recording read(JsonObject json) {
        Optional<JsonObject> recorded = json.findObject("recorded");
        Map<String, String> labels = new TreeMap<>();
        json.findObject("labels")
                .ifPresent(given -> given.members().keySet().forEach(name -> labels.put(name, given.string(name))));
        return new Recording(
                new RecordingId(json.string("id")),
                json.string("agency"),
                json.string("camera"),
                RecordingState.ofWire(json.string("state")),
                json.findString("reason"),
                json.string("description"),
                json.findString("sha256").map(Sha256::ofHex),
                json.integer("size"),
                json.findString("name"),
                time(recorded, "start"),
                time(recorded, "end"),
                number(json, "sequence"),
                Timestamps.parse(json.string("received_at")),
                labels,
                number(json, "position"),
                json.findString("repeat_of").map(RecordingId::new),
                json.findString("manifest_sha256").map(Sha256::ofHex),
                Optional.empty(),
                json.findString("analysis_sha256").map(Sha256::ofHex),
                json.findArray("holds").map(JsonArray::strings).orElse(List.of()),
                json.findString("retain_until").map(Timestamps::parse),
                // Not said over the wire: a gateway shows its docks what is theirs, and people ask elsewhere.
                Set.of());
    }

    private static Optional<Instant> time(Optional<JsonObject> span, String end) {
        return span.flatMap(some -> some.findString(end)).map(Timestamps::parse);
    }

    private static OptionalLong number(JsonObject json, String name) {
        return json.findInteger(name).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
