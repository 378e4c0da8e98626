package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.ExportedFact;
import org.unbroken.storage.ledger.Recording;

/**
 * {@code POST …/export}: an {@code exported} entry, durable before the answer, and so before whoever exports reads the
 * bytes. A crash between the two leaves an entry for an export that did not come about: the lesser evil. Names and grounds
 * are in the detail, which goes with the recording, and never in the entry.
 */
public final class ExportApi {
    private static final Logger LOG = LoggerFactory.getLogger(ExportApi.class);
    private static final int LONGEST_BODY = 16 << 10;

    private final VisibleRecordings recordings;
    private final AccessGate gate;
    private final CustodyEvents events;
    private final Duration patience;
    private final InstantSource clock;

    public ExportApi(
            VisibleRecordings recordings,
            AccessGate gate,
            CustodyEvents events,
            Duration patience,
            InstantSource clock) {
        this.recordings = recordings;
        this.gate = gate;
        this.events = events;
        this.patience = patience;
        this.clock = clock;
    }

    public Answer enter(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        if (recording.manifestSha256().isEmpty()) {
            throw Problem.conflict("only a sealed recording can be exported; this one is "
                            + recording.state().wire())
                    .exception();
        }
        ExportRecord export;
        try {
            export = ExportRecord.read(JsonObject.parse(call.body(LONGEST_BODY)));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the export's statement: " + e.getMessage())
                    .exception();
        }
        gate.giveOut(recording, export.statement());
        OptionalLong index = append(
                ExportedFact.of(
                        export,
                        recording,
                        clock.instant(),
                        call.principal().id(),
                        call.principal().role().wire()),
                recording);
        Json shown = index.isPresent() ? new JsonInteger(index.getAsLong()) : JsonNull.NULL;
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put("export", export.statement().export().value())
                        .put("index", shown)
                        .build());
    }

    private OptionalLong append(CustodyFact fact, Recording recording) {
        try {
            return events.append(fact).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(recording, e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw refused(recording, e);
        }
    }

    private static RuntimeException refused(Recording recording, Exception cause) {
        LOG.warn("recording={} export refused: the custody log does not take it", recording.id(), cause);
        return Problem.unavailable("the custody log does not take entries now, and nothing is given out unlogged", 10)
                .exception();
    }
}
