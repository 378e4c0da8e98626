package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.worm.WormStore;

/** Puts stored segments into a new database, to the same keys and values that the log's own writers put. */
final class RebuildWriter {
    /**
     * What is only put here, in no order: {@link LedgerChanges} and the tree read others, and entries and details come in
     * their order, in which there is nothing to sort.
     */
    static final Set<String> ONLY_PUT = Set.of(Families.FACTS, Families.REPEATS, Families.ANALYSES, Families.INDEX);

    /** Fewer entries are not worth another thread. */
    private static final int ENTRIES_PER_THREAD = 32;

    private final DocumentReads documents;
    private final RocksDatabase database;
    /** The same, for the ledger's changes. */
    private final RocksReader ledger;

    private final NoteSigner signer;
    private final Durability durability;
    private long size;

    RebuildWriter(WormStore worm, RocksDatabase database, NoteSigner signer) {
        this(new DocumentReads(worm, Optional.empty()), database, signer, Durability.UNSYNCED);
    }

    /** @param durability {@link Durability#UNLOGGED} only where the database is empty */
    RebuildWriter(DocumentReads documents, RocksDatabase database, NoteSigner signer, Durability durability) {
        this.documents = documents;
        this.database = database;
        this.ledger = durability == Durability.UNLOGGED ? new NewLedger(database) : database;
        this.signer = signer;
        this.durability = durability;
    }

    /**
     * Writes segments that follow each other, of which only the last may be without a checkpoint. Nothing relies on them
     * before {@link #finish}.
     *
     * <p>Many at once are quicker: most recordings are received, sealed and inspected within few segments, and their rows
     * and index keys are then written once, as they are in the end.
     */
    void write(List<StoredSegment> segments) throws IOException {
        List<StoredSegment> whole = new ArrayList<>();
        for (StoredSegment segment : segments) {
            whole.add(segment.rows().isPresent() ? segment : segment.with(documents));
        }
        StoredSegment last = whole.get(whole.size() - 1);
        Sha256 root = writeEntries(whole);
        if (last.checkpoint().isPresent()) {
            publish(whole);
        } else {
            publish(whole.subList(0, whole.size() - 1));
            intend(last, root);
        }
    }

    private Sha256 writeEntries(List<StoredSegment> segments) throws IOException {
        Batch batch = new Batch();
        List<Sha256> leaves = new ArrayList<>();
        for (StoredSegment segment : segments) {
            batch.putAll(segment.rows().orElseThrow().batch());
            leaves.addAll(segment.leaves());
        }
        TreeGrowth growth = TreeGrowth.append(segments.get(0).first(), LogRecords.tiles(database), leaves);
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
        for (StoredSegment segment : segments) {
            SignedNote checkpoint = segment.checkpoint().orElseThrow();
            LogRecords.putPublished(batch, PublishedCheckpoint.of(checkpoint));
            LogRecords.putSegmentDone(batch, new SegmentIntent(segment.first(), segment.end(), checkpoint));
        }
        Map<RecordingState, Long> counted = new EnumMap<>(RecordingState.class);
        for (Part part : parts(segments)) {
            batch.putAll(part.batch());
            part.counted().forEach((state, count) -> counted.merge(state, count, Long::sum));
        }
        LedgerChanges.putCounts(database, batch, counted);
        database.write(batch, durability);
    }

    /** What the entries of some recordings change in the ledger. */
    private record Part(Batch batch, Map<RecordingState, Long> counted) {}

    /** Recordings' rows do not depend on each other, so each thread takes those of some recordings. */
    private List<Part> parts(List<StoredSegment> segments) throws IOException {
        int entries =
                segments.stream().mapToInt(segment -> segment.entries().size()).sum();
        int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), entries / ENTRIES_PER_THREAD));
        try {
            return IntStream.range(0, count)
                    .parallel()
                    .mapToObj(number -> part(segments, number, count))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Part part(List<StoredSegment> segments, int number, int count) {
        try {
            Batch batch = new Batch();
            LedgerChanges changes = new LedgerChanges(ledger, batch);
            for (StoredSegment segment : segments) {
                List<EntryDocuments> found = segment.rows().orElseThrow().documents();
                for (int i = 0; i < segment.entries().size(); i++) {
                    Entry entry = segment.entries().get(i);
                    if (Math.floorMod(entry.recordingId().hashCode(), count) == number) {
                        apply(changes, segment.first() + i, entry, found.get(i));
                    }
                }
            }
            return new Part(batch, changes.finishUncounted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(LedgerChanges changes, long index, Entry entry, EntryDocuments found) throws IOException {
        Optional<JsonObject> manifest = documents.manifest(changes, entry, found);
        changes.apply(new LedgerEvent(index, entry, found.detailJson(), manifest, found.analysis()));
    }

    /** Everything that was written is durable when this returns. */
    void finish() throws IOException {
        Batch batch = new Batch();
        LogRecords.putSize(batch, size);
        database.write(batch, durability == Durability.UNLOGGED ? durability : Durability.SYNCED);
        if (durability == Durability.UNLOGGED) {
            database.flush();
        }
    }
}
