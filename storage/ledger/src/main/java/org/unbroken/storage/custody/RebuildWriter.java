package org.unbroken.storage.custody;

import java.io.IOException;
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
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.LedgerEvent;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.WormStore;

/**
 * Puts stored segments into a new database, to the same keys and values that the log's own writers put.
 *
 * <p>Segments may be taken together: most recordings are received, sealed and inspected within few of them, and their
 * rows and index keys are then written once, as they are in the end.
 */
final class RebuildWriter {
    private final DocumentReads documents;
    private final RocksDatabase database;
    private final NoteSigner signer;
    private final Durability durability;
    private final int windowEntries;
    private final List<StoredSegment> window = new ArrayList<>();
    private int inWindow;
    private long size;

    /** Each segment is written as it comes. */
    RebuildWriter(WormStore worm, RocksDatabase database, NoteSigner signer) {
        this(new DocumentReads(worm, Optional.empty()), database, signer, Durability.UNSYNCED, 1);
    }

    /** @param windowEntries segments are written once they have so many entries together */
    RebuildWriter(
            DocumentReads documents,
            RocksDatabase database,
            NoteSigner signer,
            Durability durability,
            int windowEntries) {
        this.documents = documents;
        this.database = database;
        this.signer = signer;
        this.durability = durability;
        this.windowEntries = windowEntries;
    }

    /** Nothing relies on it before {@link #finish}. */
    void add(StoredSegment segment) throws IOException {
        StoredSegment whole = segment.documents().size() == segment.entries().size()
                ? segment
                : segment.with(documents.of(segment.first(), segment.entries()));
        window.add(whole);
        inWindow += whole.entries().size();
        if (inWindow >= windowEntries || whole.checkpoint().isEmpty()) {
            write();
        }
    }

    private void write() throws IOException {
        if (window.isEmpty()) {
            return;
        }
        StoredSegment last = window.get(window.size() - 1);
        Sha256 root = writeEntries();
        if (last.checkpoint().isPresent()) {
            publish(window);
        } else {
            publish(window.subList(0, window.size() - 1));
            intend(last, root);
        }
        window.clear();
        inWindow = 0;
    }

    private Sha256 writeEntries() throws IOException {
        Batch batch = new Batch();
        List<Sha256> leaves = new ArrayList<>();
        for (StoredSegment segment : window) {
            for (int i = 0; i < segment.entries().size(); i++) {
                Entry entry = segment.entries().get(i);
                EntryDocuments found = segment.documents().get(i);
                Optional<JsonObject> detail = found.detailJson();
                LogRecords.putEntry(batch, segment.first() + i, entry, found.detail(), factKey(entry, detail));
                detail.ifPresent(json -> remember(batch, entry, json));
            }
            leaves.addAll(segment.leaves());
        }
        TreeGrowth growth = TreeGrowth.append(window.get(0).first(), LogRecords.tiles(database), leaves);
        growth.changed()
                .forEach((tile, hashes) ->
                        batch.put(Families.TILES, LogRecords.tileKey(tile.level(), tile.index()), hashes));
        LogRecords.putSize(batch, growth.newSize());
        database.write(batch, durability);
        size = growth.newSize();
        return growth.root();
    }

    /** The log ended between segment and checkpoint. The flusher carries on there, with the same range. */
    private void intend(StoredSegment segment, Sha256 root) throws IOException {
        Checkpoint checkpoint = new Checkpoint(signer.verifierKey().name(), segment.end(), root);
        Batch batch = new Batch();
        LogRecords.putIntent(
                batch, new SegmentIntent(segment.first(), segment.end(), SignedNote.sign(checkpoint.text(), signer)));
        database.write(batch, durability);
    }

    /** A write after that of the entries: an entry may change what is kept of those before it. */
    private void publish(List<StoredSegment> segments) throws IOException {
        Batch batch = new Batch();
        LedgerChanges changes = new LedgerChanges(database, batch);
        for (StoredSegment segment : segments) {
            SignedNote checkpoint = segment.checkpoint().orElseThrow();
            LogRecords.putPublished(batch, PublishedCheckpoint.of(checkpoint));
            LogRecords.putSegmentDone(batch, new SegmentIntent(segment.first(), segment.end(), checkpoint));
            for (int i = 0; i < segment.entries().size(); i++) {
                Entry entry = segment.entries().get(i);
                EntryDocuments found = segment.documents().get(i);
                Optional<JsonObject> manifest = documents.manifest(changes, entry, found);
                changes.apply(
                        new LedgerEvent(segment.first() + i, entry, found.detailJson(), manifest, found.analysis()));
            }
        }
        changes.finish();
        database.write(batch, durability);
    }

    /** Everything that was added is durable when this returns. */
    void finish() throws IOException {
        write();
        Batch batch = new Batch();
        LogRecords.putSize(batch, size);
        database.write(batch, durability == Durability.UNLOGGED ? durability : Durability.SYNCED);
        if (durability == Durability.UNLOGGED) {
            database.flush();
        }
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
}
