package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * One turn at writing the log: from the compare-and-set that took it to the one that fails. It holds no matter how long
 * this process sleeps, until another takes the next; and once lost it stays lost. Thread-safe.
 *
 * <pre>
 * a crash                          leaves                                    and then
 * before a change                  the document as it was                    the next holder goes on from it
 * after intend                     an intent; in the store perhaps some      the next holder looks for the segment, and
 *                                  details, the segment, the checkpoint      publishes it if it is there
 * after published                  the published note; this database does    the next holder follows up to it; this node
 *                                  not know of it                            likewise when it is back
 * </pre>
 */
final class WriterTurn implements PublicationFence {
    private final SharedDocuments documents;
    private SharedDocument known;
    /** What was sent with no answer: it happened or it did not. */
    private @Nullable WriterDocument unsure;

    private volatile WriterDocument document;
    private volatile @Nullable LogStoppedException lost;

    WriterTurn(SharedDocuments documents, SharedDocument known, WriterDocument document) {
        this.documents = documents;
        this.known = known;
        this.document = document;
    }

    WriterDocument document() {
        return document;
    }

    /** Why it is over; empty while, as far as is known here, it is not. */
    Optional<LogStoppedException> lost() {
        return Optional.ofNullable(lost);
    }

    /**
     * A sign of life.
     *
     * @param covered as in {@link #published}, for entries published already: replays and notes make no entries, and the
     *     queue forgets them in time
     */
    void renew(SortedMap<Integer, Long> covered) throws IOException {
        change(now -> now.renewed(covered));
    }

    /** The turn's own end, so that a standby need not wait for silence. */
    void giveUp() throws IOException {
        change(WriterDocument::givenUp);
        lost = new LogStoppedException("this node has given up its turn to write the log");
    }

    /** Also when it is published already, or intended: the change shows that the turn is still ours. */
    @Override
    public void intend(SegmentIntent intent) throws IOException {
        Checkpoint checkpoint = Checkpoint.parse(intent.checkpoint().text());
        change(now -> isPublished(now, intent)
                ? now.renewed(now.positions())
                : now.intending(new WriterDocument.Intent(intent.first(), intent.end(), checkpoint.root())));
    }

    @Override
    public void published(SegmentIntent intent, SortedMap<Integer, Long> covered) throws IOException {
        change(now -> now.publishing(intent.first(), intent.checkpoint(), covered));
    }

    private static boolean isPublished(WriterDocument now, SegmentIntent intent) {
        return now.published().equals(Optional.of(intent.checkpoint()));
    }

    private synchronized void change(UnaryOperator<WriterDocument> by) throws IOException {
        LogStoppedException over = lost;
        if (over != null) {
            throw new LogStoppedException(String.valueOf(over.getMessage()), over);
        }
        settle();
        WriterDocument next = by.apply(document);
        unsure = next;
        try {
            known = documents.replace(known, next.bytes());
            document = next;
            unsure = null;
        } catch (SharedConflictException e) {
            // Perhaps our own change, sent twice by a client that had no answer the first time.
            settle();
            if (!document.equals(next)) {
                throw new IOException("the document " + WriterDocument.NAME + " could not be changed: try again", e);
            }
        }
    }

    /** Finds out whether the last change happened. */
    private void settle() throws IOException {
        WriterDocument sent = unsure;
        if (sent == null) {
            return;
        }
        Optional<SharedDocument> found = documents.find(WriterDocument.NAME);
        if (found.isEmpty()) {
            throw lose("the shared document " + WriterDocument.NAME + " is gone");
        }
        WriterDocument there = WriterDocument.parse(found.get().bytes());
        if (!there.equals(sent) && !there.equals(document)) {
            throw lose("the turn to write this log went from "
                    + document.holder().orElse("nobody") + " (epoch " + document.epoch() + ") to "
                    + there.holder().orElse("nobody") + " (epoch " + there.epoch() + ")");
        }
        known = found.get();
        document = there;
        unsure = null;
    }

    private LogStoppedException lose(String why) {
        LogStoppedException over =
                new LogStoppedException(why + ": this node publishes nothing more before its next turn");
        lost = over;
        return over;
    }
}
