package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Sight;
import org.unbroken.storage.audit.AuditRecords;

/** How far the sweeper is, from what is on record: a node that only follows tells the same, some seconds late. */
public record RetentionStatus(AuditRecords records) {

    /** What the caller sees: {@code sees} is asked for each recording. */
    public JsonObject report(Sight sees) throws IOException {
        Optional<JsonObject> stored = records.read(RetentionRound.NAME).map(JsonObject::parse);
        if (stored.isEmpty()) {
            return JsonObject.builder().put("state", "not begun").build();
        }
        RetentionRound round = RetentionRound.ofJson(stored.get());
        return round.toJson()
                .with()
                .put("format", "unbroken/retention-report/1")
                .put("state", round.ended().isPresent() ? "resting" : "running")
                .remove("cursor")
                .put(
                        "withheld",
                        round.failing().stream()
                                .filter(each -> sees.test(Optional.of(each.agency())))
                                .filter(each -> !sees.recording(Optional.of(each.agency()), each.recording()))
                                .count())
                .put(
                        "failing",
                        new JsonArray(round.failing().stream()
                                .filter(each -> sees.recording(Optional.of(each.agency()), each.recording()))
                                .<Json>map(RetentionRound.Failing::toJson)
                                .toList()))
                .build();
    }
}
