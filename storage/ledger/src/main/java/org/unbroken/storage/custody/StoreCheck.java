package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Before anything is appended: do this database, this WORM store and this key belong together, and which of the two is
 * ahead?
 *
 * <pre>
 * database   [segments published ………… p)[intent p … e)[appended … n)
 * store      [segments ……………………………… p)[maybe p … e)                     the flusher goes on from there
 * store      [segments ……………………………… p)[p … e)[e … ⇒                      the database is an old copy: refuse
 * store      [segments ………… c)   mark says > c                          cut off, and the database an old copy: refuse
 * </pre>
 *
 * A few look-ups suffice: segments follow one another, so a store that is ahead has the one segment that this database
 * could not have written.
 */
final class StoreCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);

    private final RocksDatabase database;
    private final WormStore worm;
    private final PublishedMark mark;
    private final Instant logUntil;

    StoreCheck(RocksDatabase database, WormStore worm, PublishedMark mark, Instant logUntil) {
        this.database = database;
        this.worm = worm;
        this.mark = mark;
        this.logUntil = logUntil;
    }

    void run(NoteSigner signer) throws IOException {
        List<VerifierKey> keys = signer.believed();
        Optional<PublishedCheckpoint> published = LogRecords.published(database);
        long size = published.map(PublishedCheckpoint::size).orElse(0L);
        if (published.isPresent()) {
            checkOwn(published.get(), keys);
        }
        long unknown = LogRecords.intent(database).map(SegmentIntent::end).orElse(size);
        if (worm.find(ObjectKey.segment(unknown)).isPresent()) {
            throw new LogStoppedException("the WORM store has log entries from index " + unknown
                    + " on, and this database has published only " + size
                    + ": it is new, or an old copy. To go on from it would contradict what was shown to others."
                    + " Run rebuild, which makes the database anew from the store.");
        }
        Optional<PublishedCheckpoint> marked = mark.read(keys);
        if (marked.isPresent()) {
            checkMark(marked.get(), size, unknown);
        }
        if (published.isPresent()) {
            checkStore(published.get(), signer);
            if (marked.isEmpty() || marked.get().size() < size) {
                // From before there were marks, or restored with the key from an older backup.
                mark.advance(published.get());
            }
        }
    }

    /**
     * The key's own memory. A process that was killed between mark and publication has the intent up to the mark; any
     * other database that is behind the mark is an old copy, and the store was cut off to match (or is an old copy too).
     */
    private void checkMark(PublishedCheckpoint marked, long published, long reach) throws IOException {
        if (marked.size() > reach) {
            throw new LogStoppedException("the mark " + mark.path() + " says that " + marked.size()
                    + " entries were published under this log's key, and database and WORM store hold only " + published
                    + ": both are new, old copies, or cut off. To go on from there would contradict what was shown to"
                    + " others. Restore the WORM store from its copy, then run rebuild. Only if it is certain that"
                    + " nobody was ever shown a checkpoint beyond entry " + published + ": delete that file by hand");
        }
        if ((marked.size() > published && marked.size() != reach)
                || !TreeProofs.root(marked.size(), LogRecords.tiles(database)).equals(marked.root())) {
            throw new LogStoppedException("the mark " + mark.path() + " says that " + marked.size()
                    + " entries were published under this log's key, and this database has others in their place."
                    + " To go on from it would contradict what was shown to others. Restore the WORM store from its"
                    + " copy, then run rebuild");
        }
    }

    private void checkOwn(PublishedCheckpoint published, List<VerifierKey> keys) throws IOException {
        if (published.note().verifiedBy(keys).isEmpty()) {
            throw new LogStoppedException("the newest checkpoint of this log, of size " + published.size()
                    + ", is not signed by the log's key " + keys.get(0) + ": the key was exchanged or lost");
        }
        Checkpoint checkpoint = Checkpoint.parse(published.note().text());
        if (RocksLedger.size(database) < published.size()
                || !TreeProofs.root(published.size(), LogRecords.tiles(database))
                        .equals(checkpoint.root())) {
            throw new LogStoppedException("the database's tree is not the one of its newest checkpoint, of size "
                    + published.size() + ": it is damaged. Run rebuild.");
        }
    }

    /**
     * What was published must be there. What is missing at the end is put again, loudly: this database has its bytes, and
     * to refuse the cameras for it would help nobody. A store without the log's beginning is not this log's store.
     */
    private void checkStore(PublishedCheckpoint published, NoteSigner signer) throws IOException {
        List<SegmentRange> missing = missingAtEnd(published);
        if (missing.isEmpty()) {
            return;
        }
        if (worm.find(ObjectKey.segment(0)).isEmpty()) {
            throw new LogStoppedException("the WORM store does not hold this log: " + published.size()
                    + " entries were published, and neither the first segment is there nor the newest objects."
                    + " Is another or an empty store configured?");
        }
        for (SegmentRange range : missing) {
            LOG.error(
                    "the WORM store has lost log objects that were in it: {} or {}; they are put there again from the"
                            + " database. Find out who removed them",
                    ObjectKey.segment(range.first()),
                    ObjectKey.checkpoint(range.end()));
            worm.put(ObjectKey.segment(range.first()), LogSegment.encode(entries(range)), logUntil);
            worm.put(ObjectKey.checkpoint(range.end()), checkpoint(range.end(), published, signer), logUntil);
        }
    }

    /** Only the newest is on record. An earlier one is of a prefix of it, and Ed25519 signs it with the same bytes. */
    private byte[] checkpoint(long size, PublishedCheckpoint published, NoteSigner signer) throws IOException {
        if (size == published.size()) {
            return published.note().encode();
        }
        Checkpoint earlier =
                new Checkpoint(signer.verifierKey().name(), size, TreeProofs.root(size, LogRecords.tiles(database)));
        return SignedNote.sign(earlier.text(), signer).encode();
    }

    private record SegmentRange(long first, long end) {}

    /** From the newest back to the first one that is there; in ascending order, so that a crash leaves a log cut off. */
    private List<SegmentRange> missingAtEnd(PublishedCheckpoint published) throws IOException {
        Deque<SegmentRange> missing = new ArrayDeque<>();
        long end = published.size();
        try (Scan scan = database.scanReverse(Families.SEGMENTS, new byte[0], new byte[0])) {
            while (end > 0) {
                if (!scan.next() || ByteBuffer.wrap(scan.value()).getLong() != end) {
                    throw new LogStoppedException("the database has a checkpoint of size " + end
                            + " and no segment that ends there: it is damaged. Run rebuild.");
                }
                SegmentRange range =
                        new SegmentRange(ByteBuffer.wrap(scan.key()).getLong(), end);
                if (worm.find(ObjectKey.segment(range.first())).isPresent()
                        && worm.find(ObjectKey.checkpoint(end)).isPresent()) {
                    break;
                }
                missing.addFirst(range);
                end = range.first();
            }
        }
        return List.copyOf(missing);
    }

    private List<byte[]> entries(SegmentRange range) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (long index = range.first(); index < range.end(); index++) {
            entries.add(LogRecords.entry(database, index));
        }
        return entries;
    }
}
