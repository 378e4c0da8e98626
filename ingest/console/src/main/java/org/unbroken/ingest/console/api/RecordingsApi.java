package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.List;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.audit.FindingHistory;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/** Recordings, one and many, and what happened to them. */
public final class RecordingsApi {
    private static final int DEFAULT_LIMIT = 100;

    private final VisibleRecordings recordings;
    private final DeadlinesApi deadlines;
    private final StatementsApi statements;
    private final DevicesApi devices;
    private final OwedApi owed;

    public RecordingsApi(
            VisibleRecordings recordings,
            DeadlinesApi deadlines,
            StatementsApi statements,
            DevicesApi devices,
            OwedApi owed) {
        this.statements = statements;
        this.recordings = recordings;
        this.deadlines = deadlines;
        this.devices = devices;
        this.owed = owed;
    }

    public Answer search(Call call) throws IOException {
        Ledger.Page page = recordings.search(call.query(), call.principal(), DEFAULT_LIMIT);
        Json next = page.next().<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL);
        return Answer.json(
                200,
                JsonObject.builder()
                        .put(
                                "recordings",
                                new JsonArray(page.recordings().stream()
                                        .<Json>map(RecordingJson::of)
                                        .toList()))
                        .put("next", next)
                        .build());
    }

    /** With what the audit found damaged and not restored yet, as the log has it. */
    public Answer one(Call call) throws IOException {
        Recording recording = recordings.of(call);
        List<JsonObject> damaged =
                FindingHistory.of(recordings.ledger().custody(recording.id())).open();
        return Answer.json(
                200,
                owed.with(
                                devices.with(
                                        statements.with(
                                                deadlines.with(RecordingJson.of(recording), recording), recording),
                                        recording),
                                recording)
                        .with()
                        .put("damaged", new JsonArray(List.copyOf(damaged)))
                        .build());
    }

    /** Each entry as it lies in the log, with its index, and the detail (salt included) that its digest stands for. */
    public Answer custody(Call call) throws IOException {
        Recording recording = recordings.of(call);
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put(
                                "entries",
                                new JsonArray(recordings.custody(recording, call.principal()).stream()
                                        .<Json>map(RecordingsApi::custody)
                                        .toList()))
                        .build());
    }

    private static JsonObject custody(CustodyRecord record) {
        JsonObject.Builder json = JsonObject.builder()
                .put("index", record.index())
                .put("event", record.entry().event())
                .put("at", Timestamps.format(record.entry().at()))
                .put("actor", record.entry().actor())
                .put("entry", record.entry().json());
        record.detail().ifPresent(detail -> json.put("detail", detail));
        return json.build();
    }
}
