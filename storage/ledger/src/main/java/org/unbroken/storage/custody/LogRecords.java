package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/** The log's keys and values in the database; {@link Families} draws them. */
final class LogRecords {
    private static final byte[] SIZE = Keys.ofText("size");
    private static final byte[] PUBLISHED = Keys.ofText("published");
    private static final byte[] INTENT = Keys.ofText("intent");

    private static final byte[] LEDGER = Keys.ofText("ledger");

    /**
     * Of rows, index and counts: to be raised with any change to what an entry makes of them, so that they are made anew.
     * 1, without a number: accesses and cameras' events began with the same byte. 2: what was classified was not secret any
     * more once it was disposed of.
     */
    static final long LEDGER_VERSION = 3;

    private LogRecords() {}

    static byte[] tileKey(int level, long index) {
        return Keys.join(new byte[] {(byte) level}, Keys.ofLong(index));
    }

    static TileReader tiles(RocksReader database) {
        return (level, index) -> database.get(Families.TILES, tileKey(level, index))
                .orElseThrow(() -> new IOException("the database has no tile at level " + level + ", index " + index));
    }

    /** Sealed and quarantined share one place: a recording is the one or the other, once. */
    static byte[] factKey(RecordingId recording, String event, String key) {
        String slot = event.equals(CustodyEvent.QUARANTINED.wire()) ? CustodyEvent.SEALED.wire() : event;
        return Keys.join(RecordingKey.of(recording), Keys.ofTerminated(slot), Keys.ofText(key));
    }

    static Optional<Long> factIndex(RocksReader database, byte[] factKey) throws IOException {
        return database.get(Families.FACTS, factKey)
                .map(bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    static byte[] entry(RocksReader database, long index) throws IOException {
        return database.get(Families.ENTRIES, Keys.ofLong(index))
                .orElseThrow(() -> new IOException("the database has no entry " + index));
    }

    static Optional<byte[]> detail(RocksReader database, long index) throws IOException {
        return database.get(Families.DETAILS, Keys.ofLong(index));
    }

    static Optional<CameraHead> cameraHead(RocksReader database, Sha256 camera) throws IOException {
        return database.get(Families.CAMERAS, camera.bytes()).map(CameraHead::parse);
    }

    static byte[] repeatKey(String agency, String camera, String sha256) {
        return Sha256.of(Keys.join(Keys.ofTerminated(agency), Keys.ofTerminated(camera), Keys.ofText(sha256)))
                .bytes();
    }

    /** All that an entry changes but the tree. */
    static void putEntry(Batch batch, long index, Entry entry, Optional<byte[]> detail, String factKey) {
        byte[] number = Keys.ofLong(index);
        RecordingId recording = entry.recordingId();
        batch.put(Families.ENTRIES, number, entry.bytes());
        detail.ifPresent(bytes -> batch.put(Families.DETAILS, number, bytes));
        batch.put(Families.FACTS, factKey(recording, entry.event(), factKey), number);
        batch.put(Families.CUSTODY, Keys.join(RecordingKey.of(recording), number), new byte[0]);
        if (entry.camera().isPresent() && entry.position().isPresent()) {
            CameraHead head = new CameraHead(entry.position().getAsLong(), entry.digest());
            batch.put(Families.CAMERAS, entry.camera().get().bytes(), head.bytes());
        }
    }

    static void putSize(Batch batch, long size) {
        batch.put(Families.META, SIZE, Keys.ofLong(size));
    }

    static Optional<PublishedCheckpoint> published(RocksReader database) throws IOException {
        return database.get(Families.META, PUBLISHED).map(PublishedCheckpoint::parse);
    }

    /** With the rows of what was published, which are of this program's version. */
    static void putPublished(Batch batch, PublishedCheckpoint checkpoint) {
        batch.put(Families.META, PUBLISHED, checkpoint.bytes());
        putLedgerVersion(batch);
    }

    static void putLedgerVersion(Batch batch) {
        batch.put(Families.META, LEDGER, Keys.ofLong(LEDGER_VERSION));
    }

    static long ledgerVersion(RocksReader database) throws IOException {
        return database.get(Families.META, LEDGER)
                .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                .orElse(1L);
    }

    static Optional<SegmentIntent> intent(RocksReader database) throws IOException {
        return database.get(Families.META, INTENT).map(SegmentIntent::parse);
    }

    static void putIntent(Batch batch, SegmentIntent intent) {
        batch.put(Families.META, INTENT, intent.bytes());
    }

    static void forgetIntent(Batch batch) {
        batch.delete(Families.META, INTENT);
    }

    static void putSegmentDone(Batch batch, SegmentIntent intent) {
        batch.put(Families.SEGMENTS, Keys.ofLong(intent.first()), Keys.ofLong(intent.end()));
        batch.delete(Families.META, INTENT);
    }

    /**
     * How far the facts' source had been taken when the log had this many entries or fewer: every fact before it is one
     * of these entries. Empty where nothing was taken.
     */
    static SortedMap<Integer, Long> positions(RocksReader database, long size) throws IOException {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        try (Scan scan = database.scanReverse(Families.POSITIONS, new byte[0], Keys.ofLong(size + 1))) {
            if (scan.next()) {
                ByteBuffer value = ByteBuffer.wrap(scan.value());
                while (value.hasRemaining()) {
                    positions.put(value.getInt(), value.getLong());
                }
            }
        }
        return positions;
    }

    static void putPositions(Batch batch, long size, SortedMap<Integer, Long> positions) {
        ByteBuffer value = ByteBuffer.allocate(positions.size() * (Integer.BYTES + Long.BYTES));
        positions.forEach((partition, next) -> value.putInt(partition).putLong(next));
        batch.put(Families.POSITIONS, Keys.ofLong(size), value.array());
    }

    /** Those before the ones that {@link #positions} finds for this size are never asked for again once it is published. */
    static void forgetPositionsBefore(RocksReader database, Batch batch, long size) throws IOException {
        try (Scan scan = database.scanReverse(Families.POSITIONS, new byte[0], Keys.ofLong(size + 1))) {
            if (scan.next()) {
                batch.deleteRange(Families.POSITIONS, Keys.ofLong(0), scan.key());
            }
        }
    }

    /** The only ones from now on. */
    static void resetPositions(Batch batch, long size, SortedMap<Integer, Long> positions) {
        batch.deleteRange(Families.POSITIONS, Keys.ofLong(0), Keys.ofLong(Long.MAX_VALUE));
        putPositions(batch, size, positions);
    }

    static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
