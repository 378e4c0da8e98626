package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.VerifierKey;

/** The one append-only Merkle log of custody events, and the camera chains in it. */
public interface CustodyLog extends PublishedLog {

    /**
     * Sequences a fact. The future completes once the entry, its detail and its camera's chain are durable in one write.
     * The ledger shows it once it is published (see {@link #published}), changed by the write that publishes.
     *
     * <p>When the future fails, the fact is to be sent again: it becomes an entry, or finds the one that it became.
     * {@link LogFullException} and {@link LogStoppedException} say that nothing happened, and {@link
     * IllegalArgumentException} that no entry can be made of it.
     */
    CompletableFuture<Sequenced> append(CustodyFact fact);

    /** Completes once the entry at this index lies in the WORM store and under a published checkpoint. */
    CompletableFuture<Void> published(long index);

    /** Entries appended, published or not, as far as this process has them. */
    long appendedSize() throws IOException;

    /** The newest published checkpoint, a signed note in UTF-8; empty before the first. */
    Optional<byte[]> checkpoint() throws IOException;

    /** The log's public key. */
    VerifierKey verifierKey();

    /** That key, and those that it took over from: the newest checkpoint may be one of theirs still. */
    default List<VerifierKey> believedKeys() {
        return List.of(verifierKey());
    }

    /** The entry with its inclusion proof under the newest checkpoint; empty while it is not published. */
    Optional<TlogProof> proof(long index) throws IOException;

    /** The receipt: proof of the sealed (or quarantined) entry; empty while there is none published. */
    Optional<TlogProof> receipt(RecordingId recording) throws IOException;

    /** The tiles that the published checkpoint covers, for {@code /log/tile}. */
    TileReader tiles();
}
