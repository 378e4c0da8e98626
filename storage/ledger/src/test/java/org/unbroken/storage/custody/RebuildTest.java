package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;

class RebuildTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private StoreFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new StoreFixture(directory.resolve("db"), worm);
    }

    private RebuildReport rebuild() throws IOException {
        return Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE);
    }

    private void loseDatabase() throws IOException {
        java.nio.file.Files.move(directory.resolve("db"), directory.resolve("lost"));
    }

    @Test
    void equalsTheDatabaseThatItReplaces() throws Exception {
        fixture.live(20);
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        RebuildReport report = rebuild();
        assertThat(report.replaced()).isTrue();
        assertThat(report.entries()).isEqualTo(81);
        assertThat(report.recovered()).isEmpty();
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
        assertThat(StoreFixture.dump(directory.resolve("db.replaced"))).isEqualTo(before);
    }

    @Test
    void missesNothingButWhatWasBlockedOrUnflushed() throws Exception {
        fixture.live(4);
        RecordingId blocked = Facts.id();
        try (CustodyStore store = fixture.open()) {
            store.ledger().block(blocked, "a", "cam", 5, "disk full");
            assertThat(store.ledger().find(blocked)).isPresent();
        }
        rebuild();
        try (CustodyStore store = fixture.open()) {
            assertThat(store.ledger().find(blocked)).isEmpty();
            assertThat(store.ledger().counts()).containsEntry(RecordingState.BLOCKED, 0L);
            RecordingId id = Facts.id();
            StoreFixture.published(store, Facts.received(id, "a", "cam"));
            assertThat(store.ledger().find(id)).isPresent();
        }
    }

    @Test
    void entersAManifestWithoutAnEntryAnew() throws Exception {
        fixture.live(4);
        RecordingId lost = Facts.id();
        Facts.sealed(worm, lost, "a", "cam0");
        loseDatabase();
        assertThatThrownBy(fixture::open).hasMessageContaining("Run rebuild");
        RebuildReport report = rebuild();
        assertThat(report.recovered()).containsExactly(lost);
        assertThat(report.replaced()).isTrue();
        try (CustodyStore store = fixture.open()) {
            Recording recording = store.ledger().find(lost).orElseThrow();
            assertThat(recording.state()).isEqualTo(RecordingState.SEALED);
            assertThat(recording.camera()).isEqualTo("cam0");
            assertThat(store.log().receipt(lost).orElseThrow().provesExtra()).isTrue();
            assertThat(store.ledger()
                            .custody(lost)
                            .get(0)
                            .detail()
                            .orElseThrow()
                            .string("note"))
                    .isEqualTo("recovered");
            assertThat(StoreFixture.append(store, Facts.sealed(worm, lost, "a", "cam0"))
                            .replayed())
                    .isTrue();
        }
        assertThat(Audit.run(worm, java.util.List.of(fixture.signer.verifierKey()), true, Progress.NONE)
                        .findings())
                .isEmpty();
    }

    @Test
    void carriesOnAfterASegmentWithoutItsCheckpoint() throws Exception {
        fixture.live(4);
        ObjectKey newest = worm.objects.keySet().stream()
                .filter(key -> key.value().startsWith("log/checkpoints/"))
                .reduce((a, b) -> b)
                .orElseThrow();
        byte[] checkpoint = worm.objects.remove(newest);
        loseDatabase();
        RebuildReport report = rebuild();
        assertThat(report.problems()).isEmpty();
        assertThat(worm.objects.get(newest)).isEqualTo(checkpoint);
    }

    @Test
    void isNotDoneOnALogThatWasCutOff() throws Exception {
        fixture.live(4);
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        ObjectKey last = worm.objects.keySet().stream()
                .filter(key -> key.value().startsWith("log/segments/"))
                .reduce((a, b) -> b)
                .orElseThrow();
        worm.objects.remove(last);
        RebuildReport report = rebuild();
        assertThat(report.replaced()).isFalse();
        assertThat(report.problems().toString()).contains("cut off").contains(last.value());
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
    }

    @Test
    void namesARecordingThatWasRemovedAndAManifestThatWasSwapped() throws Exception {
        fixture.live(8);
        var manifests = worm.objects.keySet().stream()
                .filter(key -> key.value().endsWith("manifest.json"))
                .toList();
        RecordingId removed = Audit.recordingOf(manifests.get(0)).orElseThrow();
        RecordingId swapped = Audit.recordingOf(manifests.get(1)).orElseThrow();
        worm.objects.remove(ObjectKey.manifest(removed));
        worm.objects.remove(ObjectKey.original(removed));
        worm.objects.put(
                ObjectKey.manifest(swapped),
                Facts.manifest(swapped, "a", "another").bytes());
        RebuildReport report = rebuild();
        assertThat(report.replaced()).isTrue();
        assertThat(report.problems())
                .extracting(Finding::object)
                .containsExactlyInAnyOrder(
                        ObjectKey.manifest(removed).value(),
                        ObjectKey.original(removed).value(),
                        ObjectKey.manifest(swapped).value());
    }

    @Test
    void refusesADatabaseThatIsInUse() throws Exception {
        fixture.live(1);
        try (CustodyStore store = fixture.open()) {
            assertThat(store.health().size()).isPositive();
            assertThatThrownBy(this::rebuild).hasMessageContaining("in use");
        }
    }

    @Test
    void anOldCopyOfTheDatabaseDoesNotStart() throws Exception {
        fixture.live(2);
        Path copy = directory.resolve("copy");
        copyTree(directory.resolve("db"), copy);
        fixture.live(2);
        StoreFixture old = new StoreFixture(copy, worm);
        assertThatThrownBy(() -> new CustodyStore(
                                old.settings,
                                worm,
                                fixture.signer,
                                InstantSource.fixed(Facts.NOW),
                                Facts.RANDOM,
                                new io.prometheus.metrics.model.registry.PrometheusRegistry())
                        .start())
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining("Run rebuild");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var paths = java.nio.file.Files.walk(from)) {
            for (Path path : paths.toList()) {
                java.nio.file.Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    @Test
    void anEmptyStoreIsNotTakenForTheLogs() throws Exception {
        fixture.live(2);
        worm.objects.clear();
        assertThatThrownBy(fixture::open).hasMessageContaining("does not hold this log");
    }

    @Test
    void aLostNewestCheckpointIsPutAgain() throws Exception {
        fixture.live(2);
        ObjectKey newest = worm.objects.keySet().stream()
                .filter(key -> key.value().startsWith("log/checkpoints/"))
                .reduce((a, b) -> b)
                .orElseThrow();
        byte[] bytes = worm.objects.remove(newest);
        fixture.open().close();
        assertThat(worm.objects.get(newest)).isEqualTo(bytes);
    }
}
