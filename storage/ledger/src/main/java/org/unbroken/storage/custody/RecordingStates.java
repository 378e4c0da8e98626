package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/** What the cameras' door may know of log and ledger: how far one recording is, and its receipt. */
public interface RecordingStates {

    /** Rests on published entries alone; empty while there are none. */
    Optional<Recording> find(RecordingId id) throws IOException;

    /** The receipt: proof of the sealed (or quarantined) entry; empty while there is none published. */
    Optional<TlogProof> receipt(RecordingId id) throws IOException;

    /** Whether the word that ends its upload is published. */
    default boolean isSettled(RecordingId id) throws IOException {
        return find(id).filter(recording ->
                        recording.state() != RecordingState.LANDED && recording.state() != RecordingState.BLOCKED)
                .isPresent();
    }
}
