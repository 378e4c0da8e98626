package org.unbroken.storage.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.LedgerChanges.Standing;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.RocksSnapshot;
import org.unbroken.storage.rocks.Scan;

/**
 * The ledger in RocksDB. Its rows change in the write that makes entries published, so that it never shows what the
 * WORM store could not prove, and a rebuild from that store comes to the same rows.
 */
public final class RocksLedger implements Ledger {
    private final LedgerDatabase database;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();

    public RocksLedger(LedgerDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Held while a {@link LedgerChanges} is made and written. */
    public ReentrantLock changing() {
        return changing;
    }

    @Override
    public Optional<Recording> find(RecordingId id) throws IOException {
        try (RocksSnapshot moment = database.reader().snapshot()) {
            Optional<LedgerRow> row = Standing.read(moment, id).shown();
            return row.isEmpty()
                    ? Optional.empty()
                    : Optional.of(row.get().recording(id, LedgerChanges.analysis(moment, id)));
        }
    }

    @Override
    public Page search(RecordingQuery query) throws IOException {
        return search(query, RecordingSearch.MAX_STEPS);
    }

    Page search(RecordingQuery query, int maxSteps) throws IOException {
        try (RocksSnapshot moment = database.reader().snapshot()) {
            return new RecordingSearch(moment, query, maxSteps).page();
        }
    }

    @Override
    public List<CustodyRecord> custody(RecordingId id) throws IOException {
        byte[] prefix = RecordingKey.of(id);
        try (RocksSnapshot moment = database.reader().snapshot()) {
            long published = publishedSize(moment);
            List<CustodyRecord> records = new ArrayList<>();
            try (Scan scan = moment.scan(Families.CUSTODY, prefix, Keys.join(prefix, Keys.ofLong(published)))) {
                while (scan.next()) {
                    byte[] index = Arrays.copyOfRange(scan.key(), prefix.length, prefix.length + Long.BYTES);
                    records.add(record(moment, index));
                }
            }
            return records;
        }
    }

    @Override
    public List<CustodyRecord> cameraEvents(String agency, Optional<String> camera, int limit) throws IOException {
        byte[] prefix = camera.isPresent() ? RoundsIndex.camera(agency, camera.get()) : RoundsIndex.cameras(agency);
        List<CustodyRecord> records = new ArrayList<>();
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(Families.INDEX, prefix, Keys.afterPrefix(prefix))) {
            while (records.size() < limit && scan.next()) {
                byte[] key = scan.key();
                records.add(record(moment, Arrays.copyOfRange(key, key.length - Long.BYTES, key.length)));
            }
        }
        return records;
    }

    @Override
    public List<CustodyRecord> newestCameraEvents(String agency, String camera, int limit) throws IOException {
        byte[] prefix = RoundsIndex.camera(agency, camera);
        List<CustodyRecord> records = new ArrayList<>();
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scanReverse(Families.INDEX, prefix, Keys.afterPrefix(prefix))) {
            while (records.size() < limit && scan.next()) {
                byte[] key = scan.key();
                records.add(record(moment, Arrays.copyOfRange(key, key.length - Long.BYTES, key.length)));
            }
        }
        Collections.reverse(records);
        return records;
    }

    /** Reads one key of each camera, however many events it has. */
    @Override
    public List<String> cameras(String agency, Optional<String> after, int limit) throws IOException {
        byte[] prefix = RoundsIndex.cameras(agency);
        byte[] from = after.isEmpty() ? prefix : Keys.afterPrefix(RoundsIndex.camera(agency, after.get()));
        List<String> cameras = new ArrayList<>();
        try (Scan scan = database.reader().scan(Families.INDEX, from, Keys.afterPrefix(prefix))) {
            for (boolean more = scan.next(); more && cameras.size() < limit; ) {
                byte[] key = scan.key();
                // camera ‖ 0 ‖ index
                String camera = new String(
                        key, prefix.length, key.length - prefix.length - 1 - Long.BYTES, StandardCharsets.UTF_8);
                cameras.add(camera);
                more = scan.seek(Keys.afterPrefix(RoundsIndex.camera(agency, camera)));
            }
        }
        return cameras;
    }

    @Override
    public List<RecordingId> samples(Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        byte[] prefix = RoundsIndex.samples(agency.orElse(""));
        byte[] from = after.isEmpty() ? prefix : Keys.join(prefix, RecordingKey.inverted(after.get()), new byte[1]);
        List<RecordingId> found = new ArrayList<>();
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(Families.INDEX, from, Keys.afterPrefix(prefix))) {
            while (found.size() < limit && scan.next()) {
                found.add(idAfter(scan.key(), prefix.length));
            }
        }
        return found;
    }

    private static CustodyRecord record(RocksReader moment, byte[] index) throws IOException {
        long number = ByteBuffer.wrap(index).getLong();
        byte[] entry = moment.get(Families.ENTRIES, index)
                .orElseThrow(() -> new IOException("the database names entry " + number + " and does not hold it"));
        return new CustodyRecord(
                number, Entry.parse(entry), moment.get(Families.DETAILS, index).map(JsonObject::parse));
    }

    @Override
    public List<Walked> walk(Optional<RecordingId> after, int most) throws IOException {
        byte[] from = after.isEmpty() ? new byte[0] : Keys.join(RecordingKey.of(after.get()), new byte[1]);
        List<Walked> walked = new ArrayList<>();
        try (Scan scan = database.reader().scan(Families.ROWS, from, new byte[0])) {
            while (walked.size() < most && scan.next()) {
                LedgerRow row = LedgerRow.parse(scan.value());
                if (!row.isFiled()) {
                    walked.add(new Walked(
                            RecordingKey.id(scan.key()), row.state(), row.json().integer("size")));
                }
            }
        }
        return walked;
    }

    @Override
    public List<RecordingId> held() throws IOException {
        List<RecordingId> found = new ArrayList<>();
        byte[] prefix = LedgerIndex.held();
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(Families.INDEX, prefix, Keys.afterPrefix(prefix))) {
            while (scan.next()) {
                found.add(idAfter(scan.key(), prefix.length));
            }
        }
        return found;
    }

    @Override
    public List<RecordingId> expired(Instant before, Optional<String> agency, int limit) throws IOException {
        List<RecordingId> found = new ArrayList<>();
        byte[] end = Keys.afterPrefix(LedgerIndex.retainedUntil(LedgerIndex.day(before)));
        int head = LedgerIndex.retainedUntil(0).length;
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(Families.INDEX, LedgerIndex.retainedUntil(0), end)) {
            while (found.size() < limit && scan.next()) {
                RecordingId id = idAfter(scan.key(), head);
                LedgerRow row = Standing.read(moment, id)
                        .row()
                        .orElseThrow(() -> new IOException("the index names recording " + id + ", which has no row"));
                boolean wanted = agency.map(row.agency()::equals).orElse(true);
                if (wanted && row.retainUntil().filter(before::isAfter).isPresent()) {
                    found.add(id);
                }
            }
        }
        return found;
    }

    @Override
    public List<RecordingId> requests(Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        return ids(AccessIndex.requests(agency), after, limit);
    }

    @Override
    public List<RecordingId> requestsFor(RecordingId recording, int limit) throws IOException {
        return ids(AccessIndex.requestsFor(recording), Optional.empty(), limit);
    }

    @Override
    public List<RecordingId> filed(Filed what, Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        return ids(FiledIndex.all(what, agency.orElse("")), after, limit);
    }

    @Override
    public List<RecordingId> filedUnder(Filed what, String agency, String caseNumber, int limit) throws IOException {
        return ids(FiledIndex.underCase(what, agency, caseNumber), Optional.empty(), limit);
    }

    private List<RecordingId> ids(byte[] prefix, Optional<RecordingId> after, int limit) throws IOException {
        List<RecordingId> found = new ArrayList<>();
        byte[] from = after.isEmpty() ? prefix : Keys.join(prefix, RecordingKey.inverted(after.get()), new byte[1]);
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(Families.INDEX, from, Keys.afterPrefix(prefix))) {
            while (found.size() < limit && scan.next()) {
                found.add(idAfter(scan.key(), prefix.length));
            }
        }
        return found;
    }

    @Override
    public List<CustodyRecord> accesses(String agency, Instant from, Instant until, int limit) throws IOException {
        List<CustodyRecord> found = new ArrayList<>();
        try (RocksSnapshot moment = database.reader().snapshot();
                Scan scan = moment.scan(
                        Families.INDEX, AccessIndex.accesses(agency, from), AccessIndex.accesses(agency, until))) {
            while (found.size() < limit && scan.next()) {
                byte[] key = scan.key();
                found.add(record(moment, Arrays.copyOfRange(key, key.length - Long.BYTES, key.length)));
            }
        }
        return found;
    }

    private static RecordingId idAfter(byte[] key, int prefix) {
        return RecordingKey.ofInverted(Arrays.copyOfRange(key, prefix, key.length));
    }

    @Override
    public Map<RecordingState, Long> counts() throws IOException {
        try (RocksSnapshot moment = database.reader().snapshot()) {
            Map<RecordingState, Long> counts = new EnumMap<>(RecordingState.class);
            for (RecordingState state : RecordingState.values()) {
                counts.put(state, LedgerChanges.count(moment, state));
            }
            return counts;
        }
    }

    @Override
    public void block(RecordingId id, String agency, String camera, long size, String reason) throws IOException {
        block(id, agency, camera, size, reason, size(database.healthy()));
    }

    /**
     * As the other.
     *
     * @param logSize entries in the log when the step failed: later ones clear the note
     */
    public void block(RecordingId id, String agency, String camera, long size, String reason, long logSize)
            throws IOException {
        changing.lock();
        try {
            RocksDatabase basis = database.healthy();
            Batch batch = new Batch();
            LedgerChanges changes = new LedgerChanges(basis, batch);
            changes.block(id, new Blockade(agency, camera, size, reason, clock.instant(), logSize));
            changes.finish();
            database.write(basis, batch);
        } finally {
            changing.unlock();
        }
    }

    /** As {@link Recording#retainUntil}, of a recording of which something is published. */
    public static Optional<Instant> retainUntil(RocksReader database, RecordingId id) throws IOException {
        return Standing.read(database, id).row().flatMap(LedgerRow::retainUntil);
    }

    /** Entries appended, published or not. */
    public static long size(RocksReader database) throws IOException {
        return number(database, "size");
    }

    /** Entries under the newest published checkpoint. */
    public static long publishedSize(RocksReader database) throws IOException {
        return number(database, "published");
    }

    private static long number(RocksReader database, String key) throws IOException {
        return database.get(Families.META, Keys.ofText(key))
                .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                .orElse(0L);
    }
}
