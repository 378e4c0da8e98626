package org.unbroken.storage.replica;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Sight;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/** How far the copy is, from what is on record: a node that only follows tells the same, some seconds late. */
public record ReplicaStatus(String name, AuditRecords records, PublishedLog log, Ledger ledger, InstantSource clock) {

    /** What the caller sees: {@code sees} is asked with nothing for the log's own objects. */
    public JsonObject report(Sight sees) throws IOException {
        ReplicaPlace place = records.read(ReplicaPlace.NAME)
                .map(JsonObject::parse)
                .map(ReplicaPlace::ofJson)
                .orElse(ReplicaPlace.START);
        LogLag lag = new LogLag(log, place.next(), clock);
        JsonArray erasing = new JsonArray(place.erasing().stream()
                .filter(id -> sees.recording(agency(id), id))
                .<Json>map(
                        id -> JsonObject.builder().put("recording", id.value()).build())
                .toList());
        JsonObject.Builder report = JsonObject.builder()
                .put("format", "unbroken/replica-report/1")
                .put("replica", name)
                .put("entries", log.publishedSize())
                .put("copied_entries", place.next())
                .put("lag_entries", lag.entries())
                .put("lag_seconds", (long) lag.seconds())
                .put("waiting", place.waiting().size())
                .put("full", place.waiting().size() >= ReplicaPlace.MOST_WAITING)
                .put(
                        "objects_waiting",
                        new JsonArray(place.waiting().stream()
                                .filter(each -> sees.recording(each.agency(), each.recording()))
                                .<Json>map(ReplicaPlace.Waiting::toJson)
                                .toList()))
                .put("erasing", erasing);
        Optional<JsonObject> round = records.read(ReplicaRound.NAME).map(JsonObject::parse);
        // Why an object could not be brought names it, and it may be another agency's, or secret.
        round.ifPresent(json -> report.put(
                "round",
                mayKnowWhy(sees, json) ? json : json.with().remove("why").build()));
        return report.build();
    }

    private boolean mayKnowWhy(Sight sees, JsonObject round) {
        Optional<RecordingId> named =
                round.findString("why").map(why -> why.split(":", 2)[0]).flatMap(ReplicaPlace.Waiting::recording);
        return sees.test(Optional.empty()) && (named.isEmpty() || sees.recording(agency(named.get()), named.get()));
    }

    private Optional<String> agency(RecordingId id) {
        try {
            return ledger.find(id).map(Recording::agency);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
