package org.unbroken.ingest.console.register;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.requests.AccessRequest;

/** The register for programs: every column, whatever the rulebook wants shown. */
final class RegisterJson {
    private RegisterJson() {}

    static JsonObject of(Register register) {
        List<Json> rows = new ArrayList<>();
        for (RegisterRow row : register.rows()) {
            rows.add(JsonObject.builder()
                    .put("index", row.index())
                    .put("at", Timestamps.format(row.at()))
                    .put("recording", row.recording().value())
                    .put("actor", row.actor())
                    .put("what", row.what())
                    .putIfPresent("viewer", row.viewer())
                    .putIfPresent("copier", row.copier())
                    .putIfPresent("for", row.recipient())
                    .put("approvers", JsonArray.ofStrings(row.approvers()))
                    .putIfPresent("reason", row.reason())
                    .putIfPresent("request", row.request().map(RecordingId::value))
                    .build());
        }
        return JsonObject.builder()
                .put("agency", register.agency())
                .put("from", Timestamps.format(register.from()))
                .put("to", Timestamps.format(register.until()))
                .put(
                        "fields",
                        JsonArray.ofStrings(register.fields().stream().sorted().toList()))
                .put("accesses", new JsonArray(rows))
                .put(
                        "requests",
                        JsonArray.ofStrings(register.requests().stream()
                                .map(AccessRequest::id)
                                .map(RecordingId::value)
                                .toList()))
                .put("withheld", register.withheld())
                .build();
    }
}
