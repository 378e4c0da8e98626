package org.unbroken.ingest.console.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.Recording;

/** A recording as the API writes it. What is not known is left out. */
public final class RecordingJson {
    private RecordingJson() {}

    public static JsonObject of(Recording recording) {
        JsonObject.Builder json = JsonObject.builder()
                .put("id", recording.id().value())
                .put("agency", recording.agency())
                .put("camera", recording.camera())
                .put("state", recording.state().wire())
                .put("description", recording.description())
                .put("size", recording.size())
                .put("received_at", Timestamps.format(recording.receivedAt()))
                .putIfPresent("reason", recording.reason())
                .putIfPresent("name", recording.name())
                .putIfPresent("sha256", recording.sha256().map(Sha256::hex))
                .putIfPresent("manifest_sha256", recording.manifestSha256().map(Sha256::hex))
                .putIfPresent("analysis_sha256", recording.analysisSha256().map(Sha256::hex))
                .putIfPresent("repeat_of", recording.repeatOf().map(RecordingId::value));
        recording.position().ifPresent(position -> json.put("position", position));
        recording.sequence().ifPresent(sequence -> json.put("sequence", sequence));
        JsonObject recorded = JsonObject.builder()
                .putIfPresent("start", recording.recordedStart().map(Timestamps::format))
                .putIfPresent("end", recording.recordedEnd().map(Timestamps::format))
                .build();
        if (!recorded.members().isEmpty()) {
            json.put("recorded", recorded);
        }
        if (!recording.labels().isEmpty()) {
            json.put("labels", strings(recording.labels()));
        }
        analysed(recording, "continuity").ifPresent(continuity -> json.put("continuity", continuity));
        metadata(recording).ifPresent(metadata -> json.put("metadata", metadata));
        return json.build();
    }

    /** What the file says of itself, with its type, length and streams, which the analysis has beside it. */
    public static Optional<JsonObject> metadata(Recording recording) {
        return analysed(recording, "metadata").map(metadata -> {
            JsonObject.Builder all = metadata.with();
            for (String beside : List.of("type", "duration_us", "streams")) {
                recording
                        .analysis()
                        .flatMap(analysis -> analysis.find(beside))
                        .ifPresent(value -> all.put(beside, value));
            }
            return all.build();
        });
    }

    /** A member of the newest analysis; empty also where an analyser wrote something else there than an object. */
    public static Optional<JsonObject> analysed(Recording recording, String member) {
        try {
            return recording.analysis().flatMap(analysis -> analysis.findObject(member));
        } catch (JsonException notAnObject) {
            return Optional.empty();
        }
    }

    private static Json strings(Map<String, String> strings) {
        JsonObject.Builder json = JsonObject.builder();
        strings.forEach((name, value) -> json.put(name, new JsonString(value)));
        return json.build();
    }
}
