package org.unbroken.ingest.console.verify;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.api.VisibleRecordings;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;

/**
 * {@code …/verify}: POST starts a verification or joins the one that runs, GET tells how far the latest is or what it
 * found; {@code …/verify/JOB} is one of them, {@code …/verify/JOB/cancel} ends it.
 */
public final class VerifyApi {
    private final VisibleRecordings recordings;
    private final Verifications verifications;

    public VerifyApi(VisibleRecordings recordings, Verifications verifications) {
        this.recordings = recordings;
        this.verifications = verifications;
    }

    public Answer start(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        if (recording.manifestSha256().isEmpty()) {
            throw Problem.conflict("only a sealed recording can be verified; this one is "
                            + recording.state().wire())
                    .exception();
        }
        Verification started = verifications.start(recording, call.principal());
        return Answer.json(202, started.toJson())
                .with("Location", "/api/recordings/" + recording.id() + "/verify")
                .with("Retry-After", "1");
    }

    public Answer latest(Call call) throws IOException {
        Recording recording = recordings.of(call);
        return Answer.json(200, latest(recording).orElseThrow(() -> Problem.absent(
                        "not verified on request yet: POST here starts it")
                .exception()));
    }

    public Answer one(Call call) throws IOException {
        return Answer.json(200, job(call).toJson());
    }

    public Answer cancel(Call call) throws IOException {
        Verification job = job(call);
        verifications.cancel(job);
        return Answer.json(200, job.toJson());
    }

    private Verification job(Call call) throws IOException {
        Recording recording = recordings.of(call);
        return verifications.find(recording.id(), call.variable("job")).orElseThrow(() -> Problem.absent(
                        "no such verification is known: a restart forgets them, and a newer one"
                                + " takes its place. GET /api/recordings/" + recording.id()
                                + "/verify has the latest result; POST there starts another")
                .exception());
    }

    /** The latest in memory, or else what the log says of the last one. */
    public Optional<JsonObject> latest(Recording recording) throws IOException {
        Optional<JsonObject> remembered = verifications.latest(recording.id()).map(Verification::toJson);
        return remembered.isPresent() ? remembered : entered(recording);
    }

    private Optional<JsonObject> entered(Recording recording) throws IOException {
        List<CustodyRecord> records = recordings.ledger().custody(recording.id());
        for (int i = records.size() - 1; i >= 0; i--) {
            CustodyRecord record = records.get(i);
            if (record.entry().is(CustodyEvent.VERIFIED) && record.detail().isPresent()) {
                return Optional.of(record.detail()
                        .get()
                        .with()
                        .remove("salt")
                        .remove("bytes")
                        .put("recording", recording.id().value())
                        .put("actor", record.entry().actor())
                        .put("state", "done")
                        .put("finished_at", Timestamps.format(record.entry().at()))
                        .put("bytes_done", recording.size())
                        .put("bytes_total", recording.size())
                        .put("entry", record.index())
                        .build());
            }
        }
        return Optional.empty();
    }
}
