package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.replica.Budget;
import org.unbroken.storage.replica.DrillReport;
import org.unbroken.storage.replica.ReplicaMetrics;
import org.unbroken.storage.replica.ReplicaStatus;
import org.unbroken.storage.replica.Replication;
import org.unbroken.storage.replica.RestoreDrill;
import org.unbroken.storage.replica.SecondStore;
import org.unbroken.storage.s3.RadosGateway;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3StagingArea;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.PuttingBack;
import org.unbroken.storage.worm.StillKeptException;
import org.unbroken.storage.worm.StoredObject;

/** The copy in a bucket with Object Lock, and a drill out of it: on a real Ceph. */
@Tag("slow")
class ReplicationToCephTest {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private AuditedStore store;
    private S3Connection connection;
    private S3WormStore bucket;
    private SecondStore second;

    @BeforeEach
    void start() throws Exception {
        store = new AuditedStore(directory.resolve("first"));
        connection = new S3Connection(RadosGateway.started().newBuckets());
        connection.start();
        S3SharedDocuments documents = new S3SharedDocuments(connection);
        documents.start();
        bucket = new S3WormStore(connection, documents, clock);
        bucket.start();
        S3StagingArea staging = new S3StagingArea(
                connection, documents, directory.resolve("spool"), new LocalDisk(), 1L << 30, clock, random);
        staging.start();
        second = new SecondStore("ceph", bucket, new PuttingBack(bucket, staging));
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        store.close();
    }

    @Test
    void aLockedCopyFromWhichAllCanBeRestored() throws Exception {
        RecordingId small = store.sealed();
        RecordingId large = store.sealed(3 * ChunkChain.CHUNK_BYTES + 5000);
        store.held(small);

        replication().attend(store.newest());
        assertThat(new ReplicaStatus("ceph", store.records, store.custody().log(), store.ledger(), store.time)
                        .report(agency -> true)
                        .integer("lag_entries"))
                .isZero();
        try (Stream<ObjectKey> here = store.worm.list("recordings/");
                Stream<ObjectKey> there = bucket.list("recordings/")) {
            assertThat(there.toList()).isEqualTo(here.toList());
        }
        StoredObject original = bucket.find(ObjectKey.original(large)).orElseThrow();
        assertThat(original.retainUntil()).isEqualTo(AuditedStore.KEPT_UNTIL);
        assertThat(bucket.find(ObjectKey.original(small)).orElseThrow().held()).isTrue();
        assertThatThrownBy(() -> bucket.dispose(ObjectKey.original(large), clock.instant()))
                .isInstanceOf(StillKeptException.class);

        // Without its records it looks at all of it again, and finds nothing to bring.
        store.records.documents.clear();
        replication().attend(store.newest());

        Path out = Files.createDirectories(directory.resolve("drill"));
        Files.createDirectories(out.resolve("keys"));
        LocalDisk disk = new LocalDisk();
        try (LocalWormStore restored =
                new LocalWormStore(out, new LocalStagingArea(out, disk), disk, new LocalWormSettings(false))) {
            restored.start();
            DrillReport report = new RestoreDrill(
                            bucket,
                            restored,
                            restored,
                            CustodySettings.defaults(out.resolve("ledger"))
                                    .withMark(out.resolve("keys").resolve("log.published")),
                            new DurableFiles(disk),
                            store.custody().log().believedKeys(),
                            clock,
                            random,
                            (step, done) -> {})
                    .run(OptionalInt.empty());
            assertThat(report.problems()).isEmpty();
            assertThat(report.restored()).containsExactlyInAnyOrder(small, large);
            assertThat(restored.localPath(ObjectKey.original(large)).orElseThrow())
                    .hasSameBinaryContentAs(store.path(ObjectKey.original(large)));
        }
    }

    /** Damage here, found by the audit, put right from the locked copy, and found right. */
    @Test
    void whatIsDamagedHereIsPutBackFromTheLockedCopy() throws Exception {
        RecordingId changed = store.sealed(2 * ChunkChain.CHUNK_BYTES + 5000);
        RecordingId lost = store.sealed(ChunkChain.CHUNK_BYTES + 1);
        replication().attend(store.newest());
        store.replica = Optional.of(new StoreReplica("ceph", bucket));

        ObjectKey original = ObjectKey.original(changed);
        byte[] good = Files.readAllBytes(store.path(original));
        byte[] lostBytes = Files.readAllBytes(store.path(ObjectKey.original(lost)));
        store.flip(original, ChunkChain.CHUNK_BYTES + 1);
        Files.delete(store.path(ObjectKey.original(lost)));
        store.bothRounds();
        assertThat(store.path(original)).hasBinaryContent(good);
        assertThat(store.path(ObjectKey.original(lost))).hasBinaryContent(lostBytes);
        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(2);
        assertThat(store.events(CustodyEvent.RESTORED)).hasSize(2).allSatisfy(detail -> assertThat(detail.string("by"))
                .contains("from the replica ceph"));

        ObjectKey segment = ObjectKey.segment(0);
        byte[] entries = Files.readAllBytes(store.path(segment));
        store.flip(segment, 30);
        Files.delete(store.path(ObjectKey.checkpoint(4)));
        store.log();
        assertThat(store.path(segment)).hasBinaryContent(entries);
        assertThat(store.worm.find(ObjectKey.checkpoint(4))).isPresent();

        store.nextDay();
        store.bothRounds();
        store.log();
        assertThat(store.report().bool("damaged")).isFalse();
        assertThat(store.report().array("changed").objects()).isEmpty();
    }

    private Replication replication() {
        return new Replication(
                store.custody().log(),
                store.ledger(),
                store.worm,
                () -> second,
                new Budget(new Pacing(1L << 40, System::nanoTime, nanos -> {})),
                store.records,
                new ReplicaMetrics(new PrometheusRegistry()),
                store.time);
    }
}
