package org.unbroken.storage.intake;

import static org.unbroken.storage.intake.IntakeTables.CHUNK;
import static org.unbroken.storage.intake.IntakeTables.EMPTY;
import static org.unbroken.storage.intake.IntakeTables.EXPIRY;
import static org.unbroken.storage.intake.IntakeTables.OPEN;
import static org.unbroken.storage.intake.IntakeTables.SESSION;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;

/**
 * Upload sessions in RocksDB. Each call that changes something is one batch; the indexes change in the same batch as
 * the session, so no crash can set them apart. Calls for one upload wait for each other, those for different uploads do
 * not: their syncs are shared by RocksDB's group commit.
 */
final class RocksUploadSessions implements UploadSessions {
    private static final int STRIPES = 256;

    private final RocksDatabase database;
    private final RocksLandings landings;
    private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();
    /** Counted from the index at each start; only a write that succeeded moves it. */
    private final AtomicLong open;

    private RocksUploadSessions(RocksDatabase database, RocksLandings landings, long open) {
        this.database = database;
        this.landings = landings;
        this.open = new AtomicLong(open);
    }

    static RocksUploadSessions recover(RocksDatabase database, RocksLandings landings) throws IOException {
        return new RocksUploadSessions(database, landings, count(database.scan(OPEN)));
    }

    private static long count(Scan scan) throws IOException {
        try (scan) {
            long count = 0;
            while (scan.next()) {
                count++;
            }
            return count;
        }
    }

    private Object stripe(RecordingId id) {
        return stripes[Math.floorMod(id.hashCode(), STRIPES)];
    }

    @Override
    public void create(UploadSession session) throws IOException {
        synchronized (stripe(session.id())) {
            if (find(session.id()).isPresent()) {
                throw new IllegalStateException("upload " + session.id() + " is there already");
            }
            database.write(
                    new Batch()
                            .put(SESSION, IntakeTables.id(session.id()), SessionCodec.encode(session))
                            .put(OPEN, IntakeTables.open(session), EMPTY)
                            .put(EXPIRY, IntakeTables.expiry(session), EMPTY),
                    Durability.SYNCED);
            open.incrementAndGet();
        }
    }

    @Override
    public Optional<UploadSession> find(RecordingId id) throws IOException {
        Optional<byte[]> value = database.get(SESSION, IntakeTables.id(id));
        return value.isEmpty() ? Optional.empty() : Optional.of(SessionCodec.decode(value.get()));
    }

    /** The session of an unfinished upload. */
    private Optional<UploadSession> unfinished(RecordingId id) throws IOException {
        Optional<UploadSession> session = find(id);
        return session.isPresent()
                        && database.get(OPEN, IntakeTables.open(session.get())).isPresent()
                ? session
                : Optional.empty();
    }

    private UploadSession requireUnfinished(RecordingId id) throws IOException {
        return unfinished(id).orElseThrow(() -> new IllegalStateException("no unfinished upload " + id));
    }

    private void change(RecordingId id, Durability durability, UnaryOperator<UploadSession> change) throws IOException {
        synchronized (stripe(id)) {
            UploadSession before = requireUnfinished(id);
            UploadSession after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            Batch batch = new Batch().put(SESSION, IntakeTables.id(id), SessionCodec.encode(after));
            if (!after.expires().equals(before.expires())) {
                batch.delete(EXPIRY, IntakeTables.expiry(before)).put(EXPIRY, IntakeTables.expiry(after), EMPTY);
            }
            database.write(batch, durability);
        }
    }

    /** RocksDB's lock on its folder has made this process the only one. */
    @Override
    public void acquire(RecordingId id) {}

    @Override
    public boolean isHeld(RecordingId id) {
        return true;
    }

    @Override
    public void setLength(RecordingId id, long length) throws IOException {
        change(id, Durability.SYNCED, session -> {
            if (session.length().isPresent() && session.length().getAsLong() != length) {
                throw new IllegalStateException(
                        "upload " + id + " has the length " + session.length().getAsLong() + " already, not " + length);
            }
            return session.withLength(length);
        });
    }

    @Override
    public void markUnverified(RecordingId id, OptionalLong from) throws IOException {
        change(id, Durability.UNSYNCED, session -> session.withUnverifiedFrom(from));
    }

    @Override
    public void markBoot(RecordingId id, String bootId) throws IOException {
        change(id, Durability.UNSYNCED, session -> session.withSyncedBoot(bootId));
    }

    @Override
    public void extend(RecordingId id, Instant expires) throws IOException {
        change(id, Durability.UNSYNCED, session -> session.withExpires(expires));
    }

    @Override
    public void putChunk(RecordingId id, int index, Sha256 digest) throws IOException {
        synchronized (stripe(id)) {
            requireUnfinished(id);
            database.write(new Batch().put(CHUNK, IntakeTables.chunk(id, index), digest.bytes()), Durability.UNSYNCED);
        }
    }

    @Override
    public List<Sha256> chunks(RecordingId id) throws IOException {
        List<Sha256> chunks = new ArrayList<>();
        try (Scan scan = database.scanPrefix(CHUNK, IntakeTables.id(id))) {
            while (scan.next() && IntakeTables.indexOfChunk(scan.key()) == chunks.size()) {
                byte[] digest = scan.value();
                chunks.add(Fields.read("chunk digest", () -> Sha256.wrap(digest)));
            }
        }
        return chunks;
    }

    @Override
    public void dropChunks(RecordingId id, int fromIndex) throws IOException {
        synchronized (stripe(id)) {
            Batch batch = new Batch();
            deleteChunks(batch, id, fromIndex);
            if (!batch.isEmpty()) {
                database.write(batch, Durability.UNSYNCED);
            }
        }
    }

    /** One by one: range tombstones would pile up, one an upload, in the way of every later read. */
    private void deleteChunks(Batch batch, RecordingId id, int fromIndex) throws IOException {
        byte[] all = IntakeTables.id(id);
        try (Scan scan = database.scan(CHUNK, IntakeTables.chunk(id, fromIndex), Keys.afterPrefix(all))) {
            while (scan.next()) {
                batch.delete(CHUNK, scan.key());
            }
        }
    }

    @Override
    public Landing complete(
            RecordingId id, long size, List<Sha256> chunks, Instant receivedAt, OptionalLong clockOffsetMicros)
            throws IOException {
        synchronized (stripe(id)) {
            Optional<Landing> earlier = landings.find(id);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            UploadSession session = requireUnfinished(id);
            if (size < 0 || chunks.size() != ChunkChain.count(size)) {
                throw new IllegalArgumentException(chunks.size() + " chunk digests for " + size + " bytes");
            }
            if (session.length().isPresent() && session.length().getAsLong() != size) {
                throw new IllegalArgumentException("upload " + id + " announced "
                        + session.length().getAsLong() + " bytes and would land with " + size);
            }
            Batch ending = new Batch();
            end(ending, session);
            Landing landing = landings.append(
                    ending,
                    sequence -> new Landing(
                            sequence,
                            id,
                            session.agency(),
                            session.camera(),
                            session.uploader(),
                            size,
                            chunks,
                            receivedAt,
                            clockOffsetMicros,
                            session.metadata()));
            open.decrementAndGet();
            return landing;
        }
    }

    /** Takes an upload out of what makes it unfinished. */
    private void end(Batch batch, UploadSession session) throws IOException {
        batch.delete(OPEN, IntakeTables.open(session)).delete(EXPIRY, IntakeTables.expiry(session));
        deleteChunks(batch, session.id(), 0);
    }

    @Override
    public Optional<Landing> landing(RecordingId id) throws IOException {
        return landings.find(id);
    }

    @Override
    public int openUploads(String agency, String camera) throws IOException {
        return Math.toIntExact(count(database.scanPrefix(OPEN, IntakeTables.camera(agency, camera))));
    }

    @Override
    public List<UploadSession> openSessions(String agency, String camera) throws IOException {
        List<UploadSession> found = new ArrayList<>();
        byte[] prefix = IntakeTables.camera(agency, camera);
        try (Scan scan = database.scanPrefix(OPEN, prefix)) {
            while (scan.next()) {
                // An upload may complete between the scan's moment and this one.
                unfinished(IntakeTables.idOfOpen(scan.key(), prefix)).ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public long openUploads() {
        return open.get();
    }

    @Override
    public List<UploadSession> expired(Instant now, int max) throws IOException {
        List<UploadSession> found = new ArrayList<>();
        try (Scan scan = database.scan(EXPIRY, EMPTY, IntakeTables.time(now))) {
            while (found.size() < max && scan.next()) {
                // An upload may complete or be extended between the scan's moment and this one.
                unfinished(IntakeTables.idOfExpiry(scan.key()))
                        .filter(session -> session.expires().isBefore(now))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public boolean discard(RecordingId id) throws IOException {
        synchronized (stripe(id)) {
            Optional<UploadSession> session = unfinished(id);
            if (session.isEmpty()) {
                return false;
            }
            Batch batch = new Batch().delete(SESSION, IntakeTables.id(id));
            end(batch, session.get());
            database.write(batch, Durability.SYNCED);
            open.decrementAndGet();
            return true;
        }
    }
}
