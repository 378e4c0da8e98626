package org.unbroken.storage.audit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.LeaderTasks;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** A real store, log and ledger in one folder, and an audit over them in virtual time. */
final class AuditedStore implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    static final Instant KEPT_UNTIL = Instant.parse("2040-01-01T00:00:00Z");
    static final int SMALL = 1000;

    private final Path directory;
    private final CustodyStore custody;
    private final SecureRandom random = new SecureRandom();
    private final Ed25519NoteSigner signer = Ed25519NoteSigner.generate("log.test/audit", random);
    final LocalWormStore worm;
    final VirtualTime time = new VirtualTime(NOW);
    final MemoryAuditRecords records = new MemoryAuditRecords();
    PrometheusRegistry registry = new PrometheusRegistry();
    AuditSettings settings = new AuditSettings(
            1L << 40, 1_000_000, Duration.ofDays(1), Duration.ofDays(731), Duration.ofDays(731), Duration.ofDays(1));
    Optional<Replica> replica = Optional.empty();

    @Nullable
    WormStore through;

    private @Nullable List<LeaderTask> tasks;
    private int ids;

    AuditedStore(Path directory) throws IOException {
        this.directory = directory;
        LocalDisk disk = new LocalDisk();
        LocalStagingArea staging = new LocalStagingArea(directory, disk);
        worm = new LocalWormStore(directory, staging, disk, new LocalWormSettings(false));
        worm.start();
        custody = new CustodyStore(
                CustodySettings.defaults(directory.resolve("ledger")).withFlushInterval(Duration.ZERO),
                worm,
                signer,
                time,
                random,
                new PrometheusRegistry());
        custody.start();
        time.onRest(this::settleQuietly);
    }

    /** Whoever rests in virtual time for minutes finds published what was appended before. */
    void settleQuietly() {
        try {
            settle();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    CustodyStore custody() {
        return custody;
    }

    Ledger ledger() {
        return custody.ledger();
    }

    /** Ids ascend, one a second. */
    RecordingId nextId() {
        Instant at = NOW.minus(Duration.ofDays(3)).plusSeconds(ids++);
        return RecordingId.generate(() -> at, random);
    }

    RecordingId landed() throws Exception {
        RecordingId id = nextId();
        byte[] bytes = bytes(id, SMALL);
        List<Sha256> chunks = ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES);
        append(new CustodyFact(
                CustodyEvent.RECEIVED,
                "",
                id,
                "jiading",
                Optional.of("cam-1"),
                id.time(),
                "dock",
                JsonObject.builder().put("officer", "Li").build(),
                Optional.of((long) bytes.length),
                Optional.of(ChunkChain.of(id.value(), chunks)),
                Optional.empty()));
        return id;
    }

    RecordingId sealed() throws Exception {
        return sealed(SMALL);
    }

    RecordingId sealed(int length) throws Exception {
        RecordingId id = landed();
        byte[] bytes = bytes(id, length);
        worm.put(ObjectKey.original(id), bytes, KEPT_UNTIL);
        Manifest manifest = Manifest.builder(id, "jiading", "cam-1")
                .file("video/mp4", bytes.length, Sha256.of(bytes))
                .chunks(ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES))
                .recorded(Optional.empty(), Optional.empty())
                .received(id.time(), "dock")
                .retention(KEPT_UNTIL, "local")
                .software("tests")
                .build();
        worm.put(ObjectKey.manifest(id), manifest.bytes(), KEPT_UNTIL);
        append(new CustodyFact(
                CustodyEvent.SEALED,
                "",
                id,
                "jiading",
                Optional.of("cam-1"),
                time.instant(),
                "seal",
                JsonObject.builder().put("sha256", Sha256.of(bytes).hex()).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(manifest.digest())));
        return id;
    }

    void disposed(RecordingId id) throws Exception {
        happened(CustodyEvent.DISPOSED, id);
    }

    void held(RecordingId id) throws Exception {
        happened(CustodyEvent.HELD, id);
    }

    /** A case, which has an id and no row. */
    void opened(RecordingId id) throws Exception {
        happened(CustodyEvent.CASE_OPENED, id);
    }

    /** A disposal that is requested; its list is no real one. */
    RecordingId batch(byte[] list) throws Exception {
        RecordingId batch = nextId();
        worm.put(ObjectKey.disposal(batch), list, KEPT_UNTIL);
        append(new CustodyFact(
                CustodyEvent.DISPOSAL_REQUESTED,
                "",
                batch,
                "jiading",
                Optional.empty(),
                time.instant(),
                "custodian",
                JsonObject.builder().build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Sha256.of(list))));
        return batch;
    }

    void retained(RecordingId id, Instant until) throws Exception {
        append(new CustodyFact(
                CustodyEvent.RETAINED,
                until.toString(),
                id,
                "jiading",
                Optional.empty(),
                time.instant(),
                "officer",
                JsonObject.builder().put("until", until.toString()).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** So many entries at least, published; what they say is no matter. */
    void entries(int count) throws Exception {
        RecordingId id = sealed();
        List<CompletableFuture<Sequenced>> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appended.add(custody.log().append(happening(CustodyEvent.HELD, id, "order " + i)));
        }
        for (CompletableFuture<Sequenced> each : appended) {
            each.get(30, TimeUnit.SECONDS);
        }
        settle();
    }

    private void happened(CustodyEvent event, RecordingId id) throws Exception {
        append(happening(event, id, "order-1"));
    }

    private CustodyFact happening(CustodyEvent event, RecordingId id, String key) {
        return new CustodyFact(
                event,
                key,
                id,
                "jiading",
                Optional.empty(),
                time.instant(),
                "officer",
                JsonObject.builder().build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void append(CustodyFact fact) throws Exception {
        CompletableFuture<Sequenced> appended = custody.log().append(fact);
        custody.log().published(appended.get(30, TimeUnit.SECONDS).index()).get(30, TimeUnit.SECONDS);
    }

    static byte[] bytes(RecordingId id, int length) {
        byte[] bytes = new byte[length];
        new Random(id.hashCode()).nextBytes(bytes);
        return bytes;
    }

    /** Copies the store as it is now, as a replica. */
    Path copied() throws IOException {
        Path copy = directory.resolve("replica");
        try (var keys = worm.list("recordings/")) {
            for (ObjectKey key : keys.toList()) {
                Path to = copy.resolve(key.value());
                Files.createDirectories(to.getParent());
                Files.copy(worm.localPath(key).orElseThrow(), to);
            }
        }
        return copy;
    }

    Path path(ObjectKey key) {
        return worm.localPath(key).orElseThrow();
    }

    void flip(ObjectKey key, int at) throws IOException {
        flip(path(key), at);
    }

    /** The segment stays one that can be read: its first entry names another detail. */
    void alter(ObjectKey segment) throws IOException {
        byte[] bytes = Files.readAllBytes(path(segment));
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"detail\":\"") + 10;
        while (bytes[at] < '0' || bytes[at] > '9') {
            at++;
        }
        flip(segment, at);
    }

    /** By the log's own key, over a tree that it never had. */
    void signOther(ObjectKey checkpoint, long size) throws IOException {
        Files.delete(path(checkpoint));
        Checkpoint other = new Checkpoint(signer.verifierKey().name(), size, Sha256.of("another tree"));
        worm.put(checkpoint, SignedNote.sign(other.text(), signer).encode(), KEPT_UNTIL);
    }

    static void flip(Path path, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        FileTime kept = Files.getLastModifiedTime(path);
        bytes[at] ^= 1;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, kept);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
    }

    void shortenLock(ObjectKey key, Instant until) throws IOException {
        Files.setLastModifiedTime(path(key), FileTime.from(until));
    }

    /** As by a process that takes over: it has nothing but the records, the log and the store. */
    void takeOver() {
        tasks = null;
        registry = new PrometheusRegistry();
    }

    Duration presence() throws Exception {
        return task("audit-presence").attend(newest());
    }

    Duration bytes() throws Exception {
        return task("audit-bytes").attend(newest());
    }

    Duration overdue() throws Exception {
        return task("audit-overdue").attend(newest());
    }

    Instant now() {
        return time.instant();
    }

    Instant lockedUntil(ObjectKey key) throws IOException {
        return worm.find(key).orElseThrow().retainUntil();
    }

    /** Until the first full entry bundle, the last of its tiles, is in the store. */
    void keepTiles() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (LeaderTasks keeping = custody.tasks(List::of)) {
            keeping.start();
            while (worm.find(ObjectKey.tile(Tile.entries(0, Tile.FULL_WIDTH))).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("no tile was kept");
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    Duration log() throws Exception {
        return task("audit-log").attend(newest());
    }

    void bothRounds() throws Exception {
        presence();
        bytes();
    }

    void nextDay() {
        time.step(Duration.ofDays(1));
    }

    private LeaderTask task(String name) {
        List<LeaderTask> now = tasks;
        if (now == null) {
            WormStore store = through == null ? worm : through;
            now = new RunningAudit(
                            settings,
                            custody::ledger,
                            custody::log,
                            store,
                            new LocalCustodyEvents(custody.log(), custody.ledger()),
                            records,
                            new Repairs(store, replica, Optional.of(worm), time),
                            registry,
                            time,
                            time,
                            time)
                    .forTurn();
            tasks = now;
        }
        return now.stream().filter(task -> task.name().equals(name)).findFirst().orElseThrow();
    }

    SignedNote newest() throws IOException {
        return SignedNote.parse(custody.log().checkpoint().orElseThrow());
    }

    JsonObject report() throws IOException {
        return new AuditStatus(records, custody.ledger(), settings)
                .report(agency -> true)
                .orElseThrow();
    }

    /** Once all that was appended is published: the details of these events, oldest first. */
    List<JsonObject> events(CustodyEvent event) throws Exception {
        settle();
        Map<Long, JsonObject> found = new TreeMap<>();
        for (Ledger.Walked each : custody.ledger().walk(Optional.empty(), 1000)) {
            for (CustodyRecord record : custody.ledger().custody(each.id())) {
                if (record.entry().is(event)) {
                    found.put(record.index(), record.detail().orElseThrow());
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /** Waits until all that was appended is published. */
    void settle() throws Exception {
        long last = custody.health().size() - 1;
        custody.log().published(last).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        custody.close();
    }
}
