package org.unbroken.ingest.console.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** A recording as the API writes it. Each member is always there; what is not known (yet) is null. */
public final class RecordingJson {
    private RecordingJson() {}

    public static JsonObject of(Recording recording) {
        return JsonObject.builder()
                .put("id", recording.id().value())
                .put("agency", recording.agency())
                .put("camera", recording.camera())
                .put("state", recording.state().wire())
                .put("description", description(recording))
                .put("size", recording.size())
                .put("received_at", Timestamps.format(recording.receivedAt()))
                .put("reason", text(recording.reason()))
                .put("name", text(recording.name()))
                .put("sha256", text(recording.sha256().map(Sha256::hex)))
                .put("manifest_sha256", text(recording.manifestSha256().map(Sha256::hex)))
                .put("analysis_sha256", text(recording.analysisSha256().map(Sha256::hex)))
                .put("repeat_of", text(recording.repeatOf().map(RecordingId::value)))
                .put("position", number(recording.position()))
                .put("sequence", number(recording.sequence()))
                .put(
                        "recorded",
                        JsonObject.builder()
                                .put("start", text(recording.recordedStart().map(Timestamps::format)))
                                .put("end", text(recording.recordedEnd().map(Timestamps::format)))
                                .build())
                .put("labels", strings(recording.labels()))
                .put(
                        "secrecy",
                        JsonArray.ofStrings(
                                recording.secrecy().stream().sorted().toList()))
                .put("held", recording.isHeld())
                .put("holds", JsonArray.ofStrings(recording.holds()))
                .put("retain_until", text(recording.retainUntil().map(Timestamps::format)))
                .put("continuity", known(analysed(recording, "continuity")))
                .put("metadata", known(metadata(recording)))
                .build();
    }

    /** What is quarantined is never described: nobody is to wait for it. Its reason stands beside. */
    private static String description(Recording recording) {
        boolean never = recording.state() == RecordingState.QUARANTINED
                && recording.analysis().isEmpty()
                && recording.description().equals("pending");
        return never ? "failed" : recording.description();
    }

    private static Json text(Optional<String> value) {
        return known(value.map(JsonString::new));
    }

    private static Json number(OptionalLong value) {
        return value.isPresent() ? new JsonInteger(value.getAsLong()) : JsonNull.NULL;
    }

    private static Json known(Optional<? extends Json> value) {
        return value.isPresent() ? value.get() : JsonNull.NULL;
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
