package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.staging.StagingArea;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.storage.worm.WormStoreContract;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Against a real store that enforces its locks. Each test has buckets of its own, so that they can run at once. */
@Execution(ExecutionMode.CONCURRENT)
class S3WormStoreTest implements WormStoreContract {
    private StoreRoom room;
    private PartsStaging staging;

    @BeforeEach
    void start() throws IOException {
        room = StoreRoom.started(RadosGateway.started().newBuckets());
        staging = new PartsStaging(room);
    }

    @AfterEach
    void close() {
        if (room != null) {
            room.close();
        }
    }

    @Override
    public WormStore store() {
        return room.store;
    }

    @Override
    public StagingArea staging() {
        return staging;
    }

    /** The bucket's default is a day. */
    @Override
    public void putForSeconds(ObjectKey key, byte[] bytes, Instant until) {
        room.client()
                .putObject(
                        b -> b.bucket(room.settings.wormBucket())
                                .key(key.value())
                                .objectLockMode(ObjectLockMode.COMPLIANCE)
                                .objectLockRetainUntilDate(until),
                        RequestBody.fromBytes(bytes));
    }

    /** What others put on top goes too, and no delete marker of ours stays. */
    @Test
    void disposalLeavesNoVersionAndNoMarkerOfTheKey() throws IOException {
        byte[] bytes = bytes(100, 5);
        ObjectKey key = detail(bytes);
        String bucket = room.settings.wormBucket();
        Instant until = Instant.now().plusSeconds(4);
        putForSeconds(key, bytes, until);
        putForSeconds(key, bytes(90, 6), until);
        room.client().deleteObject(b -> b.bucket(bucket).key(key.value()));
        assertThat(room.versions(key)).hasSize(2);

        Instant deadline = Instant.now().plusSeconds(60);
        while (room.store.find(key).isPresent()) {
            try {
                room.store.dispose(key, until.plusSeconds(1));
            } catch (IOException e) {
                assertThat(room.store.read(key, 1000))
                        .as("until it is gone it is the object")
                        .isEqualTo(bytes);
                assertThat(Instant.now()).as("refused: %s", e.getMessage()).isBefore(deadline);
            }
        }

        var left = room.client().listObjectVersions(b -> b.bucket(bucket).prefix(key.value()));
        assertThat(left.versions()).isEmpty();
        assertThat(left.deleteMarkers()).isEmpty();
    }

    private static ObjectKey detail(byte[] bytes) {
        return ObjectKey.detail(id("2026-11-21", 1), Sha256.of(bytes));
    }

    /** One of each way that bytes come in: at once, by a ticket, from staging. */
    private List<ObjectKey> oneOfEachKind() throws IOException {
        byte[] bytes = bytes(1000, 5);
        room.store.put(detail(bytes), bytes, UNTIL);
        room.store.put(ObjectKey.segment(0), bytes, UNTIL);
        RecordingId id = id("2026-11-21", 2);
        staging.stage(id, bytes(8 << 20, 3), bytes);
        room.store.stow(id, (8 << 20) + 1000, ObjectKey.original(id), UNTIL);
        return List.of(detail(bytes), ObjectKey.segment(0), ObjectKey.original(id));
    }

    @Test
    void nobodyDeletesOrShortensWhatIsKept() throws IOException {
        String bucket = room.settings.wormBucket();
        for (ObjectKey key : oneOfEachKind()) {
            StoredObject before = room.store.find(key).orElseThrow();
            String version = room.versions(key).get(0).versionId();

            assertThatThrownBy(() -> room.client().deleteObject(b -> b.bucket(bucket)
                            .key(key.value())
                            .versionId(version)
                            .bypassGovernanceRetention(true)))
                    .as("delete %s", key)
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
            for (ObjectLockRetentionMode mode :
                    List.of(ObjectLockRetentionMode.COMPLIANCE, ObjectLockRetentionMode.GOVERNANCE)) {
                assertThatThrownBy(() -> room.client().putObjectRetention(b -> b.bucket(bucket)
                                .key(key.value())
                                .versionId(version)
                                .retention(r -> r.mode(mode).retainUntilDate(UNTIL.minus(Duration.ofDays(1))))))
                        .as("shorten %s", key)
                        .isInstanceOf(S3Exception.class);
            }

            assertThat(room.store.find(key)).contains(before);
            assertKept(before, UNTIL);
        }
    }

    @Test
    void whatIsPutOnTopChangesNothingAndIsReported() throws IOException {
        String bucket = room.settings.wormBucket();
        for (ObjectKey key : oneOfEachKind()) {
            StoredObject before = room.store.find(key).orElseThrow();
            byte[] bytes = room.store.read(key, 16 << 20);
            assertThat(room.store.surplusVersionsSeen()).isZero();

            room.client().putObject(b -> b.bucket(bucket).key(key.value()), RequestBody.fromString("somebody else's"));
            room.client().deleteObject(b -> b.bucket(bucket).key(key.value()));

            assertThat(room.store.find(key)).contains(before);
            assertThat(room.store.surplusVersionsSeen()).isEqualTo(2);
            assertThat(room.store.read(key, 16 << 20)).isEqualTo(bytes);
            assertThat(listed(key.value())).containsExactly(key.value());
            room.store.extend(key, UNTIL.plusSeconds(60));
            assertKept(room.store.find(key).orElseThrow(), UNTIL.plusSeconds(60));
            if (bytes.length == 1000) {
                assertThat(room.store.put(key, bytes, UNTIL).size()).isEqualTo(1000);
                assertThatThrownBy(() -> room.store.put(key, bytes(15, 9), UNTIL))
                        .isInstanceOf(ObjectConflictException.class);
            }
            room.close();
            room = StoreRoom.started(room.settings);
        }
    }

    @Test
    void leavesOneVersionHoweverOftenItIsCalled() throws IOException {
        for (int i = 0; i < 2; i++) {
            byte[] bytes = bytes(1000, 5);
            room.store.put(detail(bytes), bytes, UNTIL.plusSeconds(i));
            room.store.put(ObjectKey.segment(0), bytes, UNTIL.plusSeconds(i));
        }
        assertThat(room.versions(detail(bytes(1000, 5)))).hasSize(1);
        assertThat(room.versions(ObjectKey.segment(0))).hasSize(1);
        assertThat(room.documents.list("claims/")).isEmpty();
        assertThat(room.uploadsBegun(ObjectKey.segment(0))).isZero();
    }

    @Test
    void writersOfTheSameBytesLeaveOneVersion() throws Exception {
        for (int round = 0; round < 3; round++) {
            ObjectKey key = ObjectKey.checkpoint(round);
            byte[] bytes = bytes(5000, round);
            assertThat(race(6, writer -> bytes, key)).isEqualTo(6);
            assertThat(room.versions(key)).hasSize(1);
            assertThat(room.store.read(key, 5000)).isEqualTo(bytes);
            assertKept(room.store.find(key).orElseThrow(), UNTIL);
        }
        assertThat(room.documents.list("claims/")).isEmpty();
    }

    @Test
    void oneWriterOfDifferentBytesWinsAndTheOthersAreTold() throws Exception {
        for (int round = 0; round < 3; round++) {
            ObjectKey key = ObjectKey.checkpoint(round);
            assertThat(race(4, writer -> bytes(5000, writer), key)).isEqualTo(1);
            assertThat(room.versions(key)).hasSize(1);
            assertThat(room.uploadsBegun(key)).isZero();
            assertKept(room.store.find(key).orElseThrow(), UNTIL);
        }
    }

    interface Bytes {
        byte[] of(int writer);
    }

    /** As many processes as writers; returns how many were told that their bytes are kept. */
    private int race(int writers, Bytes bytes, ObjectKey key) throws Exception {
        List<StoreRoom> rooms = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Boolean>> puts = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                StoreRoom other = StoreRoom.started(room.settings);
                rooms.add(other);
                byte[] own = bytes.of(i);
                puts.add(() -> {
                    try {
                        other.store.put(key, own, UNTIL);
                        return true;
                    } catch (ObjectConflictException e) {
                        return false;
                    }
                });
            }
            int kept = 0;
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                kept += put.get() ? 1 : 0;
            }
            return kept;
        } finally {
            threads.shutdownNow();
            rooms.forEach(StoreRoom::close);
        }
    }

    @Test
    void takesOverFromAWriterOfOtherBytesThatDied() throws IOException {
        ObjectKey key = ObjectKey.checkpoint(1);
        Claim dead = new Claim(room.uploads.create(key), Sha256.of("other"), UNTIL, Instant.now());
        room.documents.create(Claim.documentName(key), dead.encoded());

        room.store.put(key, bytes(10, 1), UNTIL);

        assertThatThrownBy(() -> room.uploads.put(key, dead.uploadId(), 1, new byte[1]))
                .isInstanceOf(UploadGoneException.class);
        assertThat(room.versions(key)).hasSize(1);
        assertThat(room.documents.find(Claim.documentName(key))).isEmpty();
    }

    @Test
    void goesOnWhereAWriterOfTheSameBytesDied() throws IOException {
        ObjectKey key = ObjectKey.checkpoint(1);
        byte[] bytes = bytes(10, 1);
        for (boolean aborted : new boolean[] {false, true}) {
            Claim dead = new Claim(room.uploads.create(key), Sha256.of(bytes), UNTIL, Instant.now());
            room.documents.create(Claim.documentName(key), dead.encoded());
            if (aborted) {
                room.uploads.abort(key, dead.uploadId());
            }
            room.store.put(key, bytes, UNTIL);
            assertThat(room.versions(key)).hasSize(1);
            assertThat(room.uploadsBegun(key)).isZero();
            assertThat(room.documents.find(Claim.documentName(key))).isEmpty();
            key = ObjectKey.checkpoint(2);
        }
    }

    @Test
    void stowsTheUploadItselfAndNoCopy() throws IOException {
        RecordingId id = id("2026-11-21", 1);
        StagedUpload staged = staging.stage(id, bytes(8 << 20, 1), bytes(5, 2));
        ObjectKey key = ObjectKey.original(id);

        StoredObject stowed = room.store.stow(id, (8 << 20) + 5, key, UNTIL);

        assertThat(stowed.size()).isEqualTo((8 << 20) + 5);
        assertThat(room.versions(key)).hasSize(1);
        assertThat(room.uploadsBegun(key)).isZero();
        assertThatThrownBy(() -> room.uploads.put(key, staged.uploadId(), 2, new byte[5]))
                .as("a request that hangs on cannot write into the object")
                .isInstanceOf(UploadGoneException.class);
    }

    @Test
    void stowsNothingThatHasAHole() throws IOException {
        byte[] part = bytes(8 << 20, 1);
        List<byte[][]> uploads = List.of(
                new byte[][] {part, null, bytes(5, 1)}, new byte[][] {part, part}, new byte[][] {part, part, bytes(4, 1)
                });
        for (int i = 0; i < uploads.size(); i++) {
            RecordingId id = id("2026-11-21", i);
            staging.stage(id, uploads.get(i));
            assertThatThrownBy(() -> room.store.stow(id, (16 << 20) + 5, ObjectKey.original(id), UNTIL))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageMatching(".*part [23] of 3 .* are missing");
            assertThat(room.store.find(ObjectKey.original(id))).isEmpty();
            assertThat(room.uploadsBegun(ObjectKey.original(id))).isOne();
        }
    }

    @Test
    void anObjectInTheUploadsPlaceIsNotTakenForIt() throws IOException {
        RecordingId id = id("2026-11-21", 1);
        ObjectKey key = ObjectKey.original(id);
        staging.stage(id, bytes(10, 1));
        room.store.put(key, bytes(10, 2), UNTIL);
        assertThatThrownBy(() -> room.store.stow(id, 10, key, UNTIL)).isInstanceOf(ObjectConflictException.class);
    }

    @Test
    void abortsUploadsThatNobodyNamesAndNoOthers() throws IOException {
        ObjectKey segment = ObjectKey.segment(1);
        RecordingId id = id("2026-11-21", 1);
        ObjectKey original = ObjectKey.original(id);
        room.uploads.create(segment);
        room.uploads.create(original);
        StagedUpload staged = staging.stage(id, bytes(10, 1));
        ObjectKey claimed = ObjectKey.checkpoint(3);
        Claim claim = new Claim(room.uploads.create(claimed), Sha256.of("claimed"), UNTIL, Instant.now());
        room.documents.create(Claim.documentName(claimed), claim.encoded());

        Instant now = Instant.now();
        assertThat(new UnnamedUploads(room.connection, room.documents, () -> now).sweep())
                .as("within the first hour")
                .isZero();
        Instant later = now.plus(UnnamedUploads.GRACE).plusSeconds(60);
        assertThat(new UnnamedUploads(room.connection, room.documents, () -> later).sweep())
                .isEqualTo(2);

        assertThat(room.uploads.list(original, staged.uploadId())).hasSize(1);
        assertThat(room.uploads.list(claimed, claim.uploadId())).isEmpty();
        assertThat(room.uploadsBegun(segment)).isZero();
        assertThat(room.uploadsBegun(original)).isOne();
    }

    @Test
    void theSweepLocksWhatADeadWriterHadNotYet() throws IOException {
        ObjectKey key = ObjectKey.checkpoint(3);
        byte[] bytes = bytes(10, 1);
        Claim claim = new Claim(room.uploads.create(key), Sha256.of(bytes), UNTIL, Instant.now());
        room.documents.create(Claim.documentName(key), claim.encoded());
        room.uploads.complete(key, claim.uploadId(), List.of(room.uploads.put(key, claim.uploadId(), 1, bytes)));
        assertThat(room.store.find(key).orElseThrow().retainUntil())
                .as("the bucket's default")
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));

        Instant later = Instant.now().plus(UnnamedUploads.GRACE).plusSeconds(60);
        new UnnamedUploads(room.connection, room.documents, () -> later).sweep();

        assertKept(room.store.find(key).orElseThrow(), UNTIL);
        assertThat(room.documents.find(Claim.documentName(key))).isEmpty();
    }

    @Test
    void holdsTheVersionThatIsTheObjectAndTheServerKnows() throws IOException {
        for (ObjectKey key : oneOfEachKind()) {
            String version = room.versions(key).get(0).versionId();
            String onTop = room.client()
                    .putObject(
                            b -> b.bucket(room.settings.wormBucket()).key(key.value()),
                            RequestBody.fromString("somebody else's"))
                    .versionId();

            room.store.hold(key);

            assertThat(legalHold(key, version)).isEqualTo("ON");
            assertThatThrownBy(() -> legalHold(key, onTop)).isInstanceOf(S3Exception.class);
            room.store.release(key);
            assertThat(legalHold(key, version)).isEqualTo("OFF");
            assertKept(room.store.find(key).orElseThrow(), UNTIL);
        }
    }

    private String legalHold(ObjectKey key, String version) {
        return room.client()
                .getObjectLegalHold(b ->
                        b.bucket(room.settings.wormBucket()).key(key.value()).versionId(version))
                .legalHold()
                .statusAsString();
    }

    @Test
    void refusesADateThatTheStoreWouldTurnIntoAPastOneAndWritesNothing() throws IOException {
        byte[] bytes = bytes(10, 1);
        RecordingId id = id("2026-11-21", 1);
        staging.stage(id, bytes);
        room.store.put(ObjectKey.segment(1), bytes, UNTIL);

        for (String date : List.of("2106-02-07T06:28:15.001Z", "2126-01-01T00:00:00Z", "9999-12-31T00:00:00Z")) {
            Instant far = Instant.parse(date);
            List<ThrowingCallable> calls = List.of(
                    () -> room.store.put(ObjectKey.segment(0), bytes, far),
                    () -> room.store.put(detail(bytes), bytes, far),
                    () -> room.store.stow(id, 10, ObjectKey.original(id), far),
                    () -> room.store.extend(ObjectKey.segment(1), far));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call)
                        .as(date)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("keeps no date after 2106-02-07T06:28:15Z");
            }
        }

        assertThat(listed("")).containsExactly(ObjectKey.segment(1).value());
        assertThat(room.documents.list("claims/")).isEmpty();
        assertKept(room.store.find(ObjectKey.segment(1)).orElseThrow(), UNTIL);
        Instant last = DateTrial.UNSIGNED;
        assertThat(room.store.put(ObjectKey.segment(0), bytes, last).retainUntil())
                .isEqualTo(last);
    }

    @Test
    void keepsNoDateThatIsOver() throws IOException {
        byte[] bytes = bytes(10, 1);
        assertThat(room.store.put(detail(bytes), bytes, Instant.EPOCH).retainUntil())
                .as("the bucket's default")
                .isAfter(Instant.now());
    }

    @Test
    void hasNoLocalPath() {
        assertThat(room.store.localPath(ObjectKey.segment(0))).isEmpty();
    }

    @Test
    void refusesServiceBeforeItsStart() {
        S3WormStore unstarted = new S3WormStore(room.connection, room.documents, Instant::now);
        assertThatThrownBy(() -> unstarted.put(ObjectKey.segment(0), new byte[1], UNTIL))
                .hasMessageContaining("has not been started");
    }
}
