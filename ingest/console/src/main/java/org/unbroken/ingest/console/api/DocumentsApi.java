package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** The documents sealed with a recording, byte for byte as they lie in the store, and its receipt. */
public final class DocumentsApi {
    /** An analysis lists each finding; one that is longer than this was not made by an analyser of ours. */
    private static final int LONGEST_ANALYSIS = 64 << 20;

    private final VisibleRecordings recordings;
    private final WormStore worm;
    private final CustodyLog log;

    public DocumentsApi(VisibleRecordings recordings, WormStore worm, CustodyLog log) {
        this.recordings = recordings;
        this.worm = worm;
        this.log = log;
    }

    public Answer manifest(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        Optional<Sha256> digest = recording.manifestSha256();
        return digest.isEmpty()
                ? notYet(recording, "manifest")
                : stored(ObjectKey.manifest(recording.id()), Manifest.MAX_BYTES, digest.get());
    }

    public Answer analysis(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        Optional<String> wanted = call.query().allowOnly(List.of("sha256")).find("sha256");
        Optional<Sha256> digest = wanted.isPresent() ? named(recording, wanted.get()) : recording.analysisSha256();
        return digest.isEmpty()
                ? notYet(recording, "analysis")
                : stored(ObjectKey.analysis(recording.id(), digest.get()), LONGEST_ANALYSIS, digest.get());
    }

    /** An earlier analysis: one that an entry of this recording names, and no other object. */
    private Optional<Sha256> named(Recording recording, String digest) throws IOException {
        for (CustodyRecord record : recordings.ledger().custody(recording.id())) {
            Optional<Sha256> analysis = record.entry().analysis();
            if (analysis.isPresent() && analysis.get().hex().equals(digest)) {
                return analysis;
            }
        }
        throw Problem.absent("no entry of this recording names such an analysis")
                .exception();
    }

    public Answer receipt(Call call) throws IOException {
        Recording recording = recordings.of(call);
        Optional<TlogProof> proof = log.receipt(recording.id());
        return proof.isEmpty()
                ? notYet(recording, "receipt")
                : Answer.bytes(200, Answer.TEXT, proof.get().encode());
    }

    private Answer stored(ObjectKey key, int limitBytes, Sha256 digest) throws IOException {
        try {
            return Answer.bytes(200, Answer.JSON, worm.read(key, limitBytes)).with("ETag", "\"" + digest.hex() + "\"");
        } catch (NoSuchFileException e) {
            throw Problem.absent("the store does not hold it, though the ledger says that it was sealed: verify this"
                            + " recording")
                    .exception();
        }
    }

    /** What will come of itself is asked for again later; what will not is said to be absent. */
    private static Answer notYet(Recording recording, String what) {
        boolean coming = recording.state() == RecordingState.LANDED
                || (recording.state() == RecordingState.SEALED
                        && (!what.equals("analysis") || recording.description().equals("pending")));
        if (!coming) {
            throw Problem.absent("there is no " + what + ": the recording is "
                            + recording.state().wire() + ", its description "
                            + recording.description()
                            + recording
                                    .reason()
                                    .map(reason -> " (" + reason + ")")
                                    .orElse(""))
                    .exception();
        }
        return Answer.json(
                        202,
                        JsonObject.builder()
                                .put("recording", recording.id().value())
                                .put("state", recording.state().wire())
                                .put("waiting_for", what)
                                .build())
                .with("Retry-After", "2");
    }
}
