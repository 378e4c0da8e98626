package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        Files.move(directory.resolve("db"), directory.resolve("lost"));
    }

    @Test
    void equalsTheDatabaseThatItReplaces() throws Exception {
        fixture.live(20);
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        RebuildReport report = rebuild();
        assertThat(report.replaced()).isTrue();
        assertThat(report.entries()).isEqualTo(85);
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
        assertThat(Audit.run(worm, List.of(fixture.signer.verifierKey()), true, Progress.NONE)
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
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
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

    private List<ObjectKey> keys(String part) {
        return worm.objects.keySet().stream()
                .filter(key -> key.value().contains(part))
                .toList();
    }

    /** Segments with the checkpoints at their ends: what is left is a consistent log. */
    private void cutOff(int segments) {
        for (String kind : List.of("log/segments/", "log/checkpoints/")) {
            List<ObjectKey> all = keys(kind);
            all.subList(all.size() - segments, all.size()).forEach(key -> worm.objects.remove(key));
        }
    }

    private AuditReport audit() throws IOException {
        return Audit.run(worm, List.of(fixture.signer.verifierKey()), fixture.settings, true, Progress.NONE);
    }

    private void requireRefused(String... words) throws Exception {
        RebuildReport report = rebuild();
        assertThat(report.replaced()).isFalse();
        assertThat(report.problems().toString()).contains(words);
    }

    @Test
    void aCutOffLogIsRefusedByWhatTheOldDatabasePublished() throws Exception {
        fixture.live(4);
        Files.delete(fixture.settings.mark());
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        Map<ObjectKey, byte[]> whole = new LinkedHashMap<>(worm.objects);
        cutOff(2);
        String missing =
                keysOf(whole, "log/segments/").get(keys("log/segments/").size());
        requireRefused("cut off", "the ledger's database knows 21 published entries", missing);
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
        fixture.open().close();
        assertThat(worm.objects)
                .as("the start has put all of the end there again")
                .hasSameSizeAs(whole);
        whole.forEach((key, bytes) ->
                assertThat(worm.objects.get(key)).as(key.value()).isEqualTo(bytes));
        assertThat(audit().findings()).isEmpty();
        assertThat(rebuild().replaced()).isTrue();
    }

    private static List<String> keysOf(Map<ObjectKey, byte[]> objects, String prefix) {
        return objects.keySet().stream()
                .map(ObjectKey::value)
                .filter(key -> key.startsWith(prefix))
                .toList();
    }

    @Test
    void aCutOffLogWithoutADatabaseIsRefusedByTheMark() throws Exception {
        fixture.live(4);
        cutOff(1);
        loseDatabase();
        requireRefused("cut off", "the mark beside the log's key knows 21 published entries");
        assertThat(directory.resolve("db")).doesNotExist();
        assertThat(audit().isIntact()).isFalse();
    }

    /** As somebody leaves it who takes away the log whole: nothing but the key and the mark. */
    @Test
    void aServerDoesNotBeginAnewUnderAKeyThatHasPublished() throws Exception {
        fixture.live(4);
        loseDatabase();
        worm.objects.clear();
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining("21 entries were published")
                .hasMessageContaining(fixture.settings.mark().toString());
        assertThat(worm.objects).isEmpty();
        Files.delete(fixture.settings.mark());
        fixture.open().close();
    }

    /** The database says nothing then: it agrees with the store that was cut off. */
    @Test
    void anOldDatabaseOnAStoreThatWasCutOffToItDoesNotStart() throws Exception {
        fixture.live(2);
        copyTree(directory.resolve("db"), directory.resolve("copy"));
        List<ObjectKey> then = List.copyOf(worm.objects.keySet());
        fixture.live(2);
        loseDatabase();
        Files.move(directory.resolve("copy"), directory.resolve("db"));
        worm.objects.keySet().retainAll(then);
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining("hold only 13");
        requireRefused("cut off", "the mark beside the log's key");
        assertThat(worm.objects.keySet()).containsExactlyElementsOf(then);
    }

    /** Before there were marks, or with a key restored without it: what lies in the store is all there is to go by. */
    @Test
    void withoutMarkAndDatabaseDetailsThatNoEntryNamesPutTheEndInDoubt() throws Exception {
        fixture.live(4);
        cutOff(1);
        loseDatabase();
        byte[] mark = Files.readAllBytes(fixture.settings.mark());
        Files.delete(fixture.settings.mark());
        assertThat(audit().isIntact()).isTrue();
        assertThat(audit().endInDoubt()).isTrue();
        requireRefused("cannot tell", "copy log/checkpoints/");
        assertThat(fixture.settings.mark()).doesNotExist();

        List<ObjectKey> checkpoints = keys("log/checkpoints/");
        Files.write(fixture.settings.mark(), worm.objects.get(checkpoints.get(checkpoints.size() - 1)));
        assertThat(audit().endInDoubt()).as("somebody has said so").isFalse();
        assertThat(rebuild().replaced()).isTrue();
        assertThat(mark).isNotEqualTo(Files.readAllBytes(fixture.settings.mark()));
    }

    @Test
    void aMarkOfAnotherKeyIsNotPassedOver() throws Exception {
        fixture.live(2);
        StoreFixture other = new StoreFixture(directory.resolve("other"), new MemoryWorm());
        other.live(1);
        Files.copy(other.settings.mark(), fixture.settings.mark(), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(fixture::open).hasMessageContaining("not signed by its key");
        assertThatThrownBy(this::rebuild).hasMessageContaining("not signed by its key");
        assertThat(audit().findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("not signed"));
        Files.write(fixture.settings.mark(), new byte[] {'x'});
        assertThatThrownBy(fixture::open).hasMessageContaining("cannot be read");
    }

    @Test
    void anOlderMarkIsBroughtUpToWhatTheDatabasePublished() throws Exception {
        fixture.live(2);
        byte[] older = Files.readAllBytes(fixture.settings.mark());
        fixture.live(2);
        byte[] newest = Files.readAllBytes(fixture.settings.mark());
        Files.write(fixture.settings.mark(), older);
        fixture.open().close();
        assertThat(Files.readAllBytes(fixture.settings.mark())).isEqualTo(newest);
        Files.delete(fixture.settings.mark());
        fixture.open().close();
        assertThat(Files.readAllBytes(fixture.settings.mark())).isEqualTo(newest);
    }

    /** Killed when the mark is written and the database does not know yet: by way of the database, and of the store. */
    @Test
    void goesOnAfterADeathBetweenMarkAndPublication() throws Exception {
        fixture.live(2);
        byte[] before = Files.readAllBytes(fixture.settings.mark());
        RecordingId id = Facts.id();
        CustodyDatabase.BatchWrite dies = (database, batch) -> {
            if (!Arrays.equals(Files.readAllBytes(fixture.settings.mark()), before)) {
                throw new IOException("dead");
            }
            database.write(batch, org.unbroken.storage.rocks.Durability.SYNCED);
        };
        try (CustodyStore store = fixture.open(dies)) {
            StoreFixture.append(store, Facts.received(id, "a", "cam"));
            Await.until(() -> store.health().lastError().isPresent());
            assertThat(store.log().publishedSize()).isEqualTo(13);
        }
        byte[] marked = Files.readAllBytes(fixture.settings.mark());
        assertThat(marked).isNotEqualTo(before);
        copyTree(directory.resolve("db"), directory.resolve("copy"));
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().endInDoubt()).isFalse();
        try (CustodyStore store = fixture.open()) {
            store.log().published(13).get(30, TimeUnit.SECONDS);
            assertThat(store.log().checkpoint()).contains(marked);
        }
        loseDatabase();
        assertThat(rebuild().replaced()).isTrue();
        try (CustodyStore store = fixture.open()) {
            assertThat(store.log().checkpoint()).contains(marked);
        }
    }
}
