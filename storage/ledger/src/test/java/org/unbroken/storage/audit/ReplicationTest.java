package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.Finding;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.replica.Budget;
import org.unbroken.storage.replica.DrillReport;
import org.unbroken.storage.replica.ReplicaMetrics;
import org.unbroken.storage.replica.ReplicaRound;
import org.unbroken.storage.replica.ReplicaStatus;
import org.unbroken.storage.replica.Replication;
import org.unbroken.storage.replica.RestoreDrill;
import org.unbroken.storage.replica.SecondStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** The copy in the second store: what comes there, when, and what can be made of it. On real stores and a real log. */
@Tag("slow")
class ReplicationTest {
    @TempDir
    Path directory;

    private AuditedStore store;
    private LocalWormStore second;
    private PrometheusRegistry registry = new PrometheusRegistry();
    private boolean away;
    private long bytesPerSecond = 1L << 40;

    @BeforeEach
    void open() throws IOException {
        store = new AuditedStore(directory.resolve("first"));
        second = worm(directory.resolve("second"));
    }

    @AfterEach
    void close() throws IOException {
        second.close();
        store.close();
    }

    private static LocalWormStore worm(Path root) throws IOException {
        LocalDisk disk = new LocalDisk();
        Files.createDirectories(root);
        LocalWormStore worm =
                new LocalWormStore(root, new LocalStagingArea(root, disk), disk, new LocalWormSettings(false));
        worm.start();
        return worm;
    }

    private SecondStore opened() throws IOException {
        if (away) {
            throw new IOException("away");
        }
        return new SecondStore("second", second, second);
    }

    /** As of a process that takes over. */
    private Replication replication() {
        registry = new PrometheusRegistry();
        return new Replication(
                store.custody().log(),
                store.ledger(),
                store.worm,
                this::opened,
                new Budget(new Pacing(bytesPerSecond, store.time, store.time)),
                store.records,
                new ReplicaMetrics(registry),
                store.time);
    }

    private ReplicaRound round() {
        registry = new PrometheusRegistry();
        return new ReplicaRound(
                store.custody().log(),
                store.ledger(),
                store.worm,
                this::opened,
                new Budget(new Pacing(bytesPerSecond, store.time, store.time)),
                store.records,
                new ReplicaMetrics(registry),
                Duration.ofDays(1),
                store.time);
    }

    private JsonObject report() throws IOException {
        return new ReplicaStatus("second", store.records, store.custody().log(), store.ledger(), store.time)
                .report(agency -> true);
    }

    private static List<ObjectKey> keys(LocalWormStore worm, String prefix) throws IOException {
        try (Stream<ObjectKey> keys = worm.list(prefix)) {
            return keys.toList();
        }
    }

    private double copied() {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals("unbroken_replica_objects"))
                .map(CounterSnapshot.class::cast)
                .flatMap(metric -> metric.getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    private double gauge(String name) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getPrometheusName().equals(name))
                .map(GaugeSnapshot.class::cast)
                .flatMap(metric -> metric.getDataPoints().stream())
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void everythingThatTheLogNamesComesThereAndTheLogToo() throws Exception {
        RecordingId small = store.sealed();
        RecordingId large = store.sealed(ChunkChain.CHUNK_BYTES + 5000);
        Replication replication = replication();
        replication.attend(store.newest());

        assertThat(keys(second, "recordings/")).isEqualTo(keys(store.worm, "recordings/"));
        assertThat(keys(second, "log/segments/")).isEqualTo(keys(store.worm, "log/segments/"));
        assertThat(keys(second, "log/checkpoints/")).isEqualTo(keys(store.worm, "log/checkpoints/"));
        for (RecordingId id : List.of(small, large)) {
            ObjectKey original = ObjectKey.original(id);
            assertThat(second.localPath(original).orElseThrow()).hasSameBinaryContentAs(store.path(original));
            assertThat(second.find(original).orElseThrow().retainUntil()).isEqualTo(AuditedStore.KEPT_UNTIL);
        }
        assertThat(report().integer("lag_entries")).isZero();
        assertThat(gauge("unbroken_replica_lag_seconds")).isZero();
    }

    @Test
    void whoTakesOverGoesOnAndBringsNothingTwice() throws Exception {
        store.sealed();
        replication().attend(store.newest());
        store.sealed();
        Replication next = replication();
        next.attend(store.newest());
        // Two details, manifest, original, and of the log so many segments and checkpoints as there are entries more.
        double brought = copied();
        assertThat(brought).isBetween(6.0, 8.0);

        store.records.documents.clear();
        Replication lost = replication();
        lost.attend(store.newest());
        assertThat(copied()).as("all of it is there, and was read there again").isZero();
        assertThat(report().integer("lag_entries")).isZero();
    }

    @Test
    void whatIsDamagedHereIsNotCopiedAndHoldsUpNoOther() throws Exception {
        RecordingId damaged = store.sealed(ChunkChain.CHUNK_BYTES + 5000);
        store.flip(ObjectKey.original(damaged), ChunkChain.CHUNK_BYTES + 3);
        RecordingId whole = store.sealed();
        Replication replication = replication();
        replication.attend(store.newest());

        assertThat(second.find(ObjectKey.original(damaged))).isEmpty();
        assertThat(second.find(ObjectKey.original(whole))).isPresent();
        JsonObject waiting = report().array("objects_waiting").objects().get(0);
        assertThat(waiting.string("object"))
                .isEqualTo(ObjectKey.original(damaged).value());
        assertThat(waiting.string("why")).contains("chunk 1");
        assertThat(gauge("unbroken_replica_waiting_objects")).isEqualTo(1);

        store.flip(ObjectKey.original(damaged), ChunkChain.CHUNK_BYTES + 3);
        store.time.step(Duration.ofHours(1));
        replication.attend(store.newest());
        assertThat(second.find(ObjectKey.original(damaged))).isPresent();
        assertThat(report().integer("waiting")).isZero();
    }

    @Test
    void aStoreThatIsAwayIsALagAndNothingIsLost() throws Exception {
        store.sealed();
        away = true;
        Replication replication = replication();
        assertThatThrownBy(() -> replication.attend(store.newest())).hasMessageContaining("away");
        store.time.step(Duration.ofDays(2));
        assertThat(gauge("unbroken_replica_lag_entries")).isEqualTo(2);
        assertThat(gauge("unbroken_replica_lag_seconds")).isGreaterThan(86_400);
        assertThat(report().integer("lag_seconds")).isGreaterThan(86_400);

        away = false;
        replication.attend(store.newest());
        assertThat(report().integer("lag_entries")).isZero();
        assertThat(keys(second, "recordings/")).isEqualTo(keys(store.worm, "recordings/"));
    }

    @Test
    void holdsReachTheCopy() throws Exception {
        RecordingId id = store.sealed();
        Replication replication = replication();
        replication.attend(store.newest());
        store.held(id);
        replication.attend(store.newest());
        for (ObjectKey key : keys(second, ObjectKey.recordingPrefix(id))) {
            assertThat(second.find(key).map(StoredObject::held)).as(key.value()).contains(true);
        }
    }

    @Test
    void aDisposalReachesTheCopyAsSoonAsItsLocksEnd() throws Exception {
        RecordingId gone = store.sealed();
        RecordingId stays = store.sealed();
        Replication replication = replication();
        replication.attend(store.newest());
        store.disposed(gone);
        replication.attend(store.newest());
        assertThat(second.find(ObjectKey.original(gone)))
                .as("the second store keeps its word too")
                .isPresent();
        assertThat(report().array("erasing").objects().get(0).string("recording"))
                .isEqualTo(gone.value());
        assertThat(gauge("unbroken_replica_erasing_recordings")).isEqualTo(1);

        store.time.step(
                Duration.between(AuditedStore.NOW, AuditedStore.KEPT_UNTIL).plusDays(1));
        replication().attend(store.newest());
        assertThat(keys(second, ObjectKey.recordingPrefix(gone)))
                .as("the disposal's own detail")
                .hasSize(1);
        assertThat(second.find(ObjectKey.original(stays))).isPresent();
        assertThat(report().array("erasing").objects()).isEmpty();
        store.records.documents.clear();
        replication().attend(store.newest());
        assertThat(keys(second, ObjectKey.recordingPrefix(gone)))
                .as("a copy made anew does not bring it back")
                .hasSize(1);
    }

    @Test
    void aRoundBringsWhatNoEntryNamesAndWhatWasLostThere() throws Exception {
        RecordingId id = store.sealed();
        replication().attend(store.newest());
        ObjectKey stamp = new ObjectKey("log/timestamps/00000000000000000002/one.tst");
        store.worm.put(stamp, new byte[] {1, 2, 3}, AuditedStore.KEPT_UNTIL);
        Path lost = second.localPath(ObjectKey.original(id)).orElseThrow();
        Files.delete(lost);

        Duration rest = round().attend(store.newest());
        assertThat(rest).isEqualTo(Duration.ofDays(1));
        assertThat(second.find(stamp)).isPresent();
        assertThat(lost).hasSameBinaryContentAs(store.path(ObjectKey.original(id)));
        assertThat(report().object("round").integer("brought")).isEqualTo(2);
        assertThat(round().attend(store.newest())).isPositive();
    }

    @Test
    void itTakesNoMoreThanItsBudget() throws Exception {
        store.sealed(2 * ChunkChain.CHUNK_BYTES);
        bytesPerSecond = 1 << 20;
        Instant began = store.time.instant();
        replication().attend(store.newest());
        // Read here, and read there: 32 MiB, of which the last piece need not be waited for.
        assertThat(Duration.between(began, store.time.instant())).isGreaterThan(Duration.ofSeconds(23));
    }

    private DrillReport drill(OptionalInt sample) throws IOException {
        Path out = Files.createTempDirectory(directory, "drill");
        LocalWormStore restored = worm(out);
        Files.createDirectories(out.resolve("keys"));
        return new RestoreDrill(
                        second,
                        restored,
                        restored,
                        CustodySettings.defaults(out.resolve("ledger"))
                                .withMark(out.resolve("keys").resolve("log.published")),
                        new DurableFiles(new LocalDisk()),
                        store.custody().log().believedKeys(),
                        store.time,
                        new SecureRandom(),
                        (step, done) -> {})
                .run(sample);
    }

    @Test
    void aDrillRestoresAllFromTheCopyAlone() throws Exception {
        store.sealed();
        RecordingId large = store.sealed(ChunkChain.CHUNK_BYTES + 5000);
        replication().attend(store.newest());

        DrillReport all = drill(OptionalInt.empty());
        assertThat(all.problems()).isEmpty();
        assertThat(all.entries()).isEqualTo(4);
        assertThat(all.checkpoint()).isEqualTo(4);
        assertThat(all.newest())
                .contains(store.custody().log().read(3, 1).get(0).entry().at());
        assertThat(all.recordings()).isEqualTo(2);
        assertThat(all.restored()).hasSize(2);

        DrillReport one = drill(OptionalInt.of(1));
        assertThat(one.problems()).isEmpty();
        assertThat(one.restored()).hasSize(1);
        assertThat(one.originals()).isEqualTo(2);

        AuditedStore.flip(second.localPath(ObjectKey.original(large)).orElseThrow(), 9);
        assertThat(drill(OptionalInt.empty()).problems()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.object()).isEqualTo(ObjectKey.original(large).value());
        });
    }

    @Test
    void aDrillFindsACopyThatIsNotWhole() throws Exception {
        RecordingId id = store.sealed();
        replication().attend(store.newest());
        Files.delete(second.localPath(ObjectKey.original(id)).orElseThrow());
        assertThat(drill(OptionalInt.of(0)).problems())
                .as("also where nothing is drawn")
                .anyMatch(finding ->
                        finding.object().equals(ObjectKey.original(id).value()));

        List<ObjectKey> segments = keys(second, "log/segments/");
        Files.delete(second.localPath(segments.get(segments.size() - 1)).orElseThrow());
        assertThat(drill(OptionalInt.of(0)).problems()).isNotEmpty();
    }

    @Test
    void withoutACheckpointThereIsNothingToDrill() {
        assertThatThrownBy(() -> drill(OptionalInt.of(1))).hasMessageContaining("checkpoint");
        assertThat(Optional.of(store)).isPresent();
    }
}
