package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Puts stored segments into a new database, to the same keys and values that the log's own writers put. */
final class RebuildWriter {
    private final WormStore worm;
    private final RocksDatabase database;
    private final NoteSigner signer;
    private long size;

    RebuildWriter(WormStore worm, RocksDatabase database, NoteSigner signer) {
        this.worm = worm;
        this.database = database;
        this.signer = signer;
    }

    /** Unsynced: nothing relies on it before {@link #finish}. */
    void add(StoredSegment segment) throws IOException {
        Batch batch = new Batch();
        List<Sha256> leaves = new ArrayList<>();
        List<Optional<byte[]>> details = new ArrayList<>();
        long index = segment.first();
        for (Entry entry : segment.entries()) {
            Optional<byte[]> detail = detail(entry);
            Optional<JsonObject> read = detail.map(JsonObject::parse);
            LogRecords.putEntry(batch, index++, entry, detail, factKey(entry, read));
            read.ifPresent(json -> remember(batch, entry, json));
            leaves.add(TreeHash.leaf(entry.bytes()));
            details.add(detail);
        }
        TreeGrowth growth = TreeGrowth.append(segment.first(), LogRecords.tiles(database), leaves);
        growth.changed()
                .forEach((tile, hashes) ->
                        batch.put(Families.TILES, LogRecords.tileKey(tile.level(), tile.index()), hashes));
        LogRecords.putSize(batch, growth.newSize());
        database.write(batch, Durability.UNSYNCED);
        size = growth.newSize();
        if (segment.checkpoint().isPresent()) {
            publish(segment, segment.checkpoint().get(), details);
        } else {
            intend(segment, growth.root());
        }
    }

    /** The log ended between segment and checkpoint. The flusher carries on there, with the same range. */
    private void intend(StoredSegment segment, Sha256 root) throws IOException {
        Checkpoint checkpoint = new Checkpoint(signer.verifierKey().name(), segment.end(), root);
        Batch batch = new Batch();
        LogRecords.putIntent(
                batch, new SegmentIntent(segment.first(), segment.end(), SignedNote.sign(checkpoint.text(), signer)));
        database.write(batch, Durability.UNSYNCED);
    }

    /** A write after that of the entries: an entry may change what is kept of those before it. */
    private void publish(StoredSegment segment, SignedNote checkpoint, List<Optional<byte[]>> details)
            throws IOException {
        Batch batch = new Batch();
        LogRecords.putPublished(batch, PublishedCheckpoint.of(checkpoint));
        LogRecords.putSegmentDone(batch, new SegmentIntent(segment.first(), segment.end(), checkpoint));
        LedgerChanges changes = new LedgerChanges(database, batch);
        for (int i = 0; i < details.size(); i++) {
            changes.apply(LedgerDocuments.read(
                    worm, changes, segment.first() + i, segment.entries().get(i), details.get(i)));
        }
        changes.finish();
        database.write(batch, Durability.UNSYNCED);
    }

    void finish() throws IOException {
        Batch batch = new Batch();
        LogRecords.putSize(batch, size);
        database.write(batch, Durability.SYNCED);
    }

    static String factKey(Entry entry, Optional<JsonObject> detail) {
        return entry.is(CustodyEvent.RECEIVED) || entry.camera().isPresent()
                ? ""
                : detail.flatMap(json -> json.findString("key")).orElse("");
    }

    private static void remember(Batch batch, Entry entry, JsonObject detail) {
        repeatKey(entry, detail)
                .ifPresent(
                        key -> batch.put(Families.REPEATS, key, RecordingKey.of(new RecordingId(entry.recording()))));
    }

    /** What tells later recordings of the same bytes that this one was the first; empty where it was not. */
    static Optional<byte[]> repeatKey(Entry entry, JsonObject detail) {
        Optional<String> camera = detail.findString("camera");
        Optional<String> sha256 = detail.findString("sha256");
        return entry.is(CustodyEvent.SEALED)
                        && camera.isPresent()
                        && sha256.isPresent()
                        && detail.find("repeat_of").isEmpty()
                ? Optional.of(LogRecords.repeatKey(entry.agency(), camera.get(), sha256.get()))
                : Optional.empty();
    }

    /** Gone with its recording, or damaged: then the entry stands without it, and the checks name it. */
    private Optional<byte[]> detail(Entry entry) throws IOException {
        ObjectKey key = ObjectKey.detail(new RecordingId(entry.recording()), entry.detail());
        try {
            byte[] bytes = worm.read(key, LedgerDocuments.MAX_BYTES);
            return Sha256.of(bytes).equals(entry.detail()) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
