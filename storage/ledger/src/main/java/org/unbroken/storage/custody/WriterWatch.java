package org.unbroken.storage.custody;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Watches whose turn it is, and takes it when its holder is silent. Silence is measured by this process' own monotonic
 * clock, from when it last saw the document change: no two machines' clocks are compared. That a silent holder is dead
 * is only a guess; that it cannot publish any more is certain, by the compare-and-set. Used by one thread.
 */
final class WriterWatch {
    private final SharedDocuments documents;
    private final String node;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final SecureRandom random;
    private @Nullable SharedDocument known;
    private @Nullable WriterDocument seen;
    private long changedNanos;
    private boolean blind = true;

    WriterWatch(SharedDocuments documents, String node, Duration patience, LongSupplier nanoTime, SecureRandom random) {
        this.documents = documents;
        this.node = node;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** The document as it is; empty before the first turn. */
    Optional<WriterDocument> look() throws IOException {
        Optional<SharedDocument> found;
        try {
            found = documents.find(WriterDocument.NAME);
        } catch (IOException e) {
            // What keeps us from looking may keep the holder from a sign of life: its silence begins anew.
            blind = true;
            throw e;
        }
        SharedDocument before = known;
        if (found.isEmpty()) {
            known = null;
            seen = null;
        } else if (before == null || !before.tag().equals(found.get().tag())) {
            seen = WriterDocument.parse(found.get().bytes());
            known = found.get();
            changedNanos = nanoTime.getAsLong();
        } else if (blind) {
            changedNanos = nanoTime.getAsLong();
        }
        blind = false;
        return Optional.ofNullable(seen);
    }

    /** Whether, at the last look, nobody had the turn, or its holder had been silent for long enough. */
    boolean isFree() {
        WriterDocument document = seen;
        return !blind
                && (document == null
                        || document.holder().isEmpty()
                        || nanoTime.getAsLong() - changedNanos >= patience.toNanos());
    }

    /** Takes the turn as it was at the last look; empty when another was faster, or the holder woke. */
    Optional<WriterTurn> take() throws IOException {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String claim = HexFormat.of().formatHex(bits);
        SharedDocument before = known;
        WriterDocument old = seen;
        WriterDocument next = old == null ? WriterDocument.first(node, claim) : old.takenBy(node, claim);
        try {
            SharedDocument taken = before == null
                    ? documents.create(WriterDocument.NAME, next.bytes())
                    : documents.replace(before, next.bytes());
            return Optional.of(new WriterTurn(documents, taken, next));
        } catch (SharedConflictException e) {
            // Perhaps ours all the same, sent twice by a client that had no answer the first time.
            Optional<SharedDocument> found = documents.find(WriterDocument.NAME);
            return found.filter(there -> WriterDocument.parse(there.bytes()).equals(next))
                    .map(there -> new WriterTurn(documents, there, next));
        }
    }
}
