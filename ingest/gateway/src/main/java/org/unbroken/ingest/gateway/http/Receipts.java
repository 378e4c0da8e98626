package org.unbroken.ingest.gateway.http;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.custody.RecordingStates;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * What a dock may read back of a completed upload: state, receipt and manifest, never footage. Whether it is completed
 * the caller has made sure of. Blocks on the disk: not for event loops.
 */
public final class Receipts {
    /** Seconds. Locally sealing takes about as long as reading the footage once. */
    private static final String RETRY_AFTER = "2";

    private final RecordingStates states;
    private final WormStore store;

    public Receipts(RecordingStates states, WormStore store) {
        this.states = states;
        this.store = store;
    }

    /** What {@code Unbroken-State} says. What the ledger does not know yet has landed and no more. */
    String state(RecordingId id) throws IOException {
        return states.find(id)
                .map(Recording::state)
                .orElse(RecordingState.LANDED)
                .wire();
    }

    Answer receipt(RecordingId id) throws IOException {
        Optional<TlogProof> proof = states.receipt(id);
        return proof.isPresent()
                ? Answer.of(200).body("text/plain; charset=utf-8", proof.get().encode())
                : notYet(id);
    }

    /** Given with the receipt and not before it: what no published entry vouches for is not shown. */
    Answer manifest(RecordingId id) throws IOException {
        if (states.receipt(id).isEmpty()) {
            return notYet(id);
        }
        try {
            return Answer.of(200).body("application/json", store.read(ObjectKey.manifest(id), Manifest.MAX_BYTES));
        } catch (NoSuchFileException e) {
            // Disposed of, with the recording it describes.
            return Answer.of(410).body("application/json", status(id));
        }
    }

    private Answer notYet(RecordingId id) throws IOException {
        return Answer.of(202).header("Retry-After", RETRY_AFTER).body("application/json", status(id));
    }

    /** For a quarantined recording with its reason: at the dock stands who can dock it again. */
    private byte[] status(RecordingId id) throws IOException {
        return JsonObject.builder()
                .put("recording", id.value())
                .put("state", state(id))
                .putIfPresent(
                        "reason",
                        states.find(id)
                                .filter(recording -> recording.state() == RecordingState.QUARANTINED)
                                .flatMap(Recording::reason))
                .build()
                .canonical();
    }
}
