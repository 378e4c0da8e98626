package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
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
 * </pre>
 *
 * A few look-ups suffice: segments follow one another, so a store that is ahead has the one segment that this database
 * could not have written.
 */
final class StoreCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);

    private final RocksDatabase database;
    private final WormStore worm;
    private final Instant logUntil;

    StoreCheck(RocksDatabase database, WormStore worm, Instant logUntil) {
        this.database = database;
        this.worm = worm;
        this.logUntil = logUntil;
    }

    void run(VerifierKey key) throws IOException {
        Optional<PublishedCheckpoint> published = LogRecords.published(database);
        long size = published.map(PublishedCheckpoint::size).orElse(0L);
        if (published.isPresent()) {
            checkOwn(published.get(), key);
        }
        long unknown = LogRecords.intent(database).map(SegmentIntent::end).orElse(size);
        if (worm.find(ObjectKey.segment(unknown)).isPresent()) {
            throw new LogStoppedException("the WORM store has log entries from index " + unknown
                    + " on, and this database has published only " + size
                    + ": it is new, or an old copy. To go on from it would contradict what was shown to others."
                    + " Run rebuild, which makes the database anew from the store.");
        }
        if (published.isPresent()) {
            checkStore(published.get());
        }
    }

    private void checkOwn(PublishedCheckpoint published, VerifierKey key) throws IOException {
        if (!published.note().verifiedBy(List.of(key)).contains(key)) {
            throw new LogStoppedException("the newest checkpoint of this log, of size " + published.size()
                    + ", is not signed by the log's key " + key + ": the key was exchanged or lost");
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
     * What was published must be there. One missing piece is put again, loudly: this database has its bytes, and to
     * refuse the cameras for it would help nobody. A store without the log's beginning is not this log's store.
     */
    private void checkStore(PublishedCheckpoint published) throws IOException {
        SegmentRange last = lastSegment();
        boolean segmentThere = worm.find(ObjectKey.segment(last.first())).isPresent();
        boolean checkpointThere =
                worm.find(ObjectKey.checkpoint(published.size())).isPresent();
        if (segmentThere && checkpointThere) {
            return;
        }
        if (worm.find(ObjectKey.segment(0)).isEmpty()) {
            throw new LogStoppedException("the WORM store does not hold this log: " + published.size()
                    + " entries were published, and neither the first segment is there nor "
                    + (segmentThere ? "the newest checkpoint" : "the newest")
                    + ". Is another or an empty store configured?");
        }
        LOG.error(
                "the WORM store has lost log objects that were in it: {}{}; they are put there again from the database."
                        + " Find out who removed them",
                segmentThere ? "" : ObjectKey.segment(last.first()) + " ",
                checkpointThere ? "" : ObjectKey.checkpoint(published.size()));
        worm.put(ObjectKey.segment(last.first()), LogSegment.encode(entries(last)), logUntil);
        worm.put(ObjectKey.checkpoint(published.size()), published.note().encode(), logUntil);
    }

    private record SegmentRange(long first, long end) {}

    private SegmentRange lastSegment() throws IOException {
        try (Scan scan = database.scanReverse(Families.SEGMENTS, new byte[0], new byte[0])) {
            if (!scan.next()) {
                throw new LogStoppedException(
                        "the database has a checkpoint and no segment: it is damaged. Run rebuild.");
            }
            return new SegmentRange(
                    ByteBuffer.wrap(scan.key()).getLong(),
                    ByteBuffer.wrap(scan.value()).getLong());
        }
    }

    private List<byte[]> entries(SegmentRange range) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (long index = range.first(); index < range.end(); index++) {
            entries.add(LogRecords.entry(database, index));
        }
        return entries;
    }
}
