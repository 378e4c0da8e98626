package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Tile;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * Takes back what was sequenced and not published, so that the database is what a follower's would be: the entries went
 * to nobody, and another writer may have put others in their place.
 *
 * <pre>
 * entries, details, custody, facts    those of the entries taken back, away
 * tiles                               as wide as the published tree
 * cameras                             the head that the first entry taken back of each camera names as the one before
 * repeats                             those that an entry taken back was the first of, away
 * positions                           those that rest on the entries, away
 * blocked                             all away: operational, and placed after entries that are gone
 * meta                                size is the published one; no intent
 * rows, analyses, index, segments     change at publication alone, and stay
 * </pre>
 *
 * One batch: a crash leaves the database as before, or cut back. It costs one look at each entry taken back, of which
 * there are {@code unpublishedEntries} at most, and nothing for those published.
 */
final class CutBack {
    private final RocksReader database;
    private final Batch batch = new Batch();
    private final long published;

    private CutBack(RocksReader database) throws IOException {
        this.database = database;
        this.published = RocksLedger.publishedSize(database);
    }

    /** Under the ledger's lock. Empty when there is nothing to take back. */
    static Batch of(RocksReader database) throws IOException {
        return new CutBack(database).run();
    }

    private Batch run() throws IOException {
        long size = RocksLedger.size(database);
        if (size < published) {
            throw new LogStoppedException("the database has fewer entries (" + size + ") than were published ("
                    + published + "): it is damaged. Delete it: this node then follows the log from its beginning");
        }
        boolean changed = size > published || LogRecords.intent(database).isPresent() || hasNotes();
        if (!changed) {
            return batch;
        }
        for (long index = size - 1; index >= published; index--) {
            takeBack(index);
        }
        cutTiles();
        batch.deleteRange(Families.POSITIONS, Keys.ofLong(published + 1), Keys.ofLong(Long.MAX_VALUE));
        LogRecords.forgetIntent(batch);
        LogRecords.putSize(batch, published);
        LedgerChanges changes = new LedgerChanges(database, batch);
        changes.unblockAll();
        changes.finish();
        return batch;
    }

    private boolean hasNotes() throws IOException {
        try (Scan scan = database.scan(Families.BLOCKED)) {
            return scan.next();
        }
    }

    /** From the newest to the oldest: what the last of them puts back is what was there before all of them. */
    private void takeBack(long index) throws IOException {
        byte[] number = Keys.ofLong(index);
        Entry entry = Entry.parse(LogRecords.entry(database, index));
        RecordingId recording = new RecordingId(entry.recording());
        Optional<JsonObject> detail = LogRecords.detail(database, index).map(JsonObject::parse);
        batch.delete(Families.ENTRIES, number);
        batch.delete(Families.DETAILS, number);
        batch.delete(Families.FACTS, LogRecords.factKey(recording, entry.event(), SegmentRows.factKey(entry, detail)));
        batch.delete(Families.CUSTODY, Keys.join(RecordingKey.of(recording), number));
        if (entry.camera().isPresent() && entry.position().isPresent()) {
            long position = entry.position().getAsLong();
            byte[] camera = entry.camera().get().bytes();
            if (position == 1) {
                batch.delete(Families.CAMERAS, camera);
            } else {
                batch.put(
                        Families.CAMERAS,
                        camera,
                        new CameraHead(position - 1, entry.previous().orElseThrow()).bytes());
            }
        }
        if (entry.is(CustodyEvent.SEALED) && detail.isPresent()) {
            SegmentRows.repeatKey(entry, detail.get()).ifPresent(key -> batch.delete(Families.REPEATS, key));
        }
    }

    private void cutTiles() throws IOException {
        long hashes = published;
        for (int level = 0; level < Byte.MAX_VALUE; level++) {
            long open = hashes / Tile.FULL_WIDTH;
            int width = (int) (hashes % Tile.FULL_WIDTH);
            List<byte[]> keys = new ArrayList<>();
            try (Scan scan =
                    database.scan(Families.TILES, LogRecords.tileKey(level, open), new byte[] {(byte) (level + 1)})) {
                while (scan.next()) {
                    keys.add(scan.key());
                }
            }
            for (byte[] key : keys) {
                batch.delete(Families.TILES, key);
            }
            if (width > 0) {
                byte[] widest = LogRecords.tiles(database).hashes(level, open);
                batch.put(
                        Families.TILES, LogRecords.tileKey(level, open), Arrays.copyOf(widest, width * Sha256.LENGTH));
            }
            if (keys.isEmpty() && hashes == 0) {
                return;
            }
            hashes /= Tile.FULL_WIDTH;
        }
    }
}
