package org.unbroken.storage.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * The ledger's part of one atomic write: rows, their index keys and the counts, changed together or not at all. Only
 * one may be in the making at a time, as each rests on what the one before wrote.
 */
public final class LedgerChanges {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerChanges.class);
    private static final byte[] NOTHING = new byte[0];

    private final RocksReader database;
    private final Batch batch;
    private final Map<RecordingId, Standing> before = new HashMap<>();
    private final Map<RecordingId, Standing> after = new HashMap<>();

    public LedgerChanges(RocksReader database, Batch batch) {
        this.database = database;
        this.batch = batch;
    }

    /** A recording's row and what lies over it. */
    record Standing(Optional<LedgerRow> row, Optional<Blockade> blockade) {
        Optional<LedgerRow> shown() {
            return blockade.isPresent() ? Optional.of(blockade.get().over(row)) : row;
        }

        Optional<LedgerRow> counted() {
            return shown().filter(row -> !row.isFiled());
        }

        static Standing read(RocksReader database, RecordingId id) throws IOException {
            byte[] key = RecordingKey.of(id);
            return new Standing(
                    database.get(Families.ROWS, key).map(LedgerRow::parse),
                    database.get(Families.BLOCKED, key).map(Blockade::parse));
        }
    }

    public boolean needsManifest(Entry entry) throws IOException {
        return LedgerApplier.needsManifest(standing(entry.recordingId()).row(), entry);
    }

    /** Takes the next published entry. */
    public void apply(LedgerEvent event) throws IOException {
        RecordingId id = event.recording();
        Standing standing = standing(id);
        Optional<LedgerRow> row = applied(standing.row(), event);
        Optional<Blockade> blockade = standing.blockade().filter(block -> stillWaits(block, row, event));
        after.put(id, new Standing(row, blockade));
        for (byte[] place : RoundsIndex.keys(id, event)) {
            batch.put(Families.INDEX, place, NOTHING);
        }
        for (byte[] place : FiledIndex.keys(id, event, row.isPresent())) {
            batch.put(Families.INDEX, place, NOTHING);
        }
        byte[] key = RecordingKey.of(id);
        if (event.entry().is(CustodyEvent.DISPOSED)) {
            batch.delete(Families.ANALYSES, key);
            forgetDetails(id, event.index());
        } else if (event.analysis().isPresent() && !isDisposed(row)) {
            batch.put(Families.ANALYSES, key, event.analysis().get().bytes());
        }
        AccessIndex.keys(event).forEach(place -> batch.put(Families.INDEX, place, NOTHING));
    }

    /** Looking at a recording does not get it going; nor may one vanish that only its blockade tells of. */
    private static boolean stillWaits(Blockade blockade, Optional<LedgerRow> row, LedgerEvent event) {
        if (row.isEmpty()) {
            return true;
        }
        boolean settled = row.get().state() != RecordingState.LANDED;
        boolean moves = event.event().filter(LedgerChanges::isProgress).isPresent();
        return !settled && (!moves || event.index() < blockade.logSize());
    }

    private static boolean isProgress(CustodyEvent event) {
        return switch (event) {
            case RECEIVED, SEALED, QUARANTINED, INSPECTED, DISPOSED -> true;
            case VIEWED,
                    VERIFIED,
                    EXPORTED,
                    DAMAGED,
                    RESTORED,
                    HELD,
                    RELEASED,
                    RETAINED,
                    DISPOSAL_REQUESTED,
                    DISPOSAL_APPROVED,
                    DISPOSAL_ORDERED,
                    DISPOSAL_DONE -> false;
            case LONG_TERM, LONG_TERM_WITHDRAWN, REVIEWED, SAMPLE_REQUESTED, SAMPLE_DRAWN -> false;
            case CAMERA_ISSUED, CAMERA_RETURNED, CAMERA_CHECKED, CAMERA_LENT, CAMERA_LOST -> false;
            case ACCESS_REQUESTED, ACCESS_APPROVED, ACCESS_REFUSED, CLASSIFIED -> false;
            case LABELLED, REPORTED, EXPLAINED -> false;
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED -> false;
        };
    }

    /** A document of a strange shape must not hold up the log: the entry then counts without it. */
    private static Optional<LedgerRow> applied(Optional<LedgerRow> row, LedgerEvent event) {
        try {
            return LedgerApplier.apply(row, event);
        } catch (IllegalArgumentException e) {
            LOG.warn("entry {} of recording {}: {}", event.index(), event.recording(), e.getMessage());
            return LedgerApplier.apply(
                    row,
                    new LedgerEvent(
                            event.index(), event.entry(), Optional.empty(), Optional.empty(), Optional.empty()));
        }
    }

    private static boolean isDisposed(Optional<LedgerRow> row) {
        return row.isPresent() && row.get().state() == RecordingState.DISPOSED;
    }

    /** What named people goes with the recording; why it was disposed of is told by that entry's own detail. */
    private void forgetDetails(RecordingId id, long disposedAt) throws IOException {
        byte[] prefix = RecordingKey.of(id);
        try (Scan scan = database.scan(Families.CUSTODY, prefix, Keys.join(prefix, Keys.ofLong(disposedAt)))) {
            while (scan.next()) {
                byte[] key = scan.key();
                byte[] index = Arrays.copyOfRange(key, prefix.length, key.length);
                forgetPlaces(id, index);
                batch.delete(Families.DETAILS, index);
            }
        }
    }

    /**
     * A case is found by its number's digest, a request by the recordings that it names: by what their details say. A
     * rebuild, which has those no more, would not put these keys.
     */
    private void forgetPlaces(RecordingId id, byte[] index) throws IOException {
        Optional<byte[]> entry = database.get(Families.ENTRIES, index);
        Optional<JsonObject> detail = database.get(Families.DETAILS, index).flatMap(LedgerChanges::object);
        if (entry.isEmpty() || detail.isEmpty()) {
            return;
        }
        long number = java.nio.ByteBuffer.wrap(index).getLong();
        LedgerEvent told =
                new LedgerEvent(number, Entry.parse(entry.get()), detail, Optional.empty(), Optional.empty());
        LedgerEvent forgotten =
                new LedgerEvent(number, told.entry(), Optional.empty(), Optional.empty(), Optional.empty());
        List<byte[]> stay = places(id, forgotten);
        places(id, told).stream()
                .filter(place -> !contains(stay, place))
                .forEach(place -> batch.delete(Families.INDEX, place));
    }

    private static List<byte[]> places(RecordingId id, LedgerEvent event) {
        List<byte[]> places = new ArrayList<>(FiledIndex.keys(id, event, false));
        places.addAll(AccessIndex.keys(event));
        return places;
    }

    private static Optional<JsonObject> object(byte[] bytes) {
        try {
            return Optional.of(JsonObject.parse(bytes));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** What is settled waits for nothing: a note that comes again, out of a queue that is read again, says nothing of it. */
    void block(RecordingId id, Blockade blockade) throws IOException {
        Optional<LedgerRow> row = standing(id).row();
        if (row.filter(known -> known.state() != RecordingState.LANDED).isEmpty()) {
            after.put(id, new Standing(row, Optional.of(blockade)));
        }
    }

    /** Takes all such notes away: they rest on entries that are taken back. */
    public void unblockAll() throws IOException {
        try (Scan scan = database.scan(Families.BLOCKED)) {
            while (scan.next()) {
                RecordingId id = RecordingKey.id(scan.key());
                after.put(id, new Standing(standing(id).row(), Optional.empty()));
            }
        }
    }

    /** Lays all such notes over their rows again, where those were made anew without. */
    public void blockAgain(RocksReader noted) throws IOException {
        try (Scan scan = noted.scan(Families.BLOCKED)) {
            while (scan.next()) {
                block(RecordingKey.id(scan.key()), Blockade.parse(scan.value()));
            }
        }
    }

    /** Puts all that changed into the batch. */
    public void finish() throws IOException {
        putCounts(database, batch, finishUncounted());
    }

    /**
     * As {@link #finish}, without the counts: for changes to some of the recordings, while other threads change others.
     * All together then are for {@link #putCounts}.
     *
     * @return how many recordings more, or fewer, there are in each state
     */
    public Map<RecordingState, Long> finishUncounted() {
        Map<RecordingState, Long> counted = new EnumMap<>(RecordingState.class);
        after.forEach((id, is) -> {
            Standing was = Objects.requireNonNull(before.get(id), "every change begins by reading");
            put(id, was, is);
            was.counted().ifPresent(row -> counted.merge(row.state(), -1L, Long::sum));
            is.counted().ifPresent(row -> counted.merge(row.state(), 1L, Long::sum));
        });
        return counted;
    }

    public static void putCounts(RocksReader database, Batch batch, Map<RecordingState, Long> counted)
            throws IOException {
        for (Map.Entry<RecordingState, Long> count : counted.entrySet()) {
            if (count.getValue() != 0) {
                long total = count(database, count.getKey()) + count.getValue();
                batch.put(Families.META, countKey(count.getKey()), Keys.ofLong(total));
            }
        }
    }

    private void put(RecordingId id, Standing was, Standing is) {
        byte[] key = RecordingKey.of(id);
        if (is.row().isPresent() && !is.row().equals(was.row())) {
            batch.put(Families.ROWS, key, is.row().get().bytes());
        }
        if (!is.blockade().equals(was.blockade())) {
            if (is.blockade().isPresent()) {
                batch.put(Families.BLOCKED, key, is.blockade().get().bytes());
            } else {
                batch.delete(Families.BLOCKED, key);
            }
        }
        List<byte[]> old = was.shown().map(row -> LedgerIndex.keys(id, row)).orElse(List.of());
        List<byte[]> now = is.shown().map(row -> LedgerIndex.keys(id, row)).orElse(List.of());
        old.stream().filter(place -> !contains(now, place)).forEach(place -> batch.delete(Families.INDEX, place));
        now.stream().filter(place -> !contains(old, place)).forEach(place -> batch.put(Families.INDEX, place, NOTHING));
    }

    private static boolean contains(List<byte[]> keys, byte[] key) {
        return keys.stream().anyMatch(other -> Arrays.equals(other, key));
    }

    private Standing standing(RecordingId id) throws IOException {
        Standing changed = after.get(id);
        if (changed != null) {
            return changed;
        }
        Standing stored = Standing.read(database, id);
        before.put(id, stored);
        return stored;
    }

    public static void forgetCount(Batch batch, RecordingState state) {
        batch.delete(Families.META, countKey(state));
    }

    static byte[] countKey(RecordingState state) {
        return Keys.ofText("count/" + state.wire());
    }

    static long count(RocksReader database, RecordingState state) throws IOException {
        return database.get(Families.META, countKey(state))
                .map(bytes -> java.nio.ByteBuffer.wrap(bytes).getLong())
                .orElse(0L);
    }

    /** The analysis record that a row refers to; empty too for one that is not what such a record is. */
    static Optional<JsonObject> analysis(RocksReader database, RecordingId id) throws IOException {
        Optional<byte[]> bytes = database.get(Families.ANALYSES, RecordingKey.of(id));
        try {
            return bytes.map(JsonObject::parse);
        } catch (JsonException e) {
            LOG.warn("the analysis of recording {} is not JSON: {}", id, e.getMessage());
            return Optional.empty();
        }
    }
}
