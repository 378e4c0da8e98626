package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;

/** What the audit finds, says and remembers; on a real store, log and ledger, in virtual time. */
class RunningAuditTest {
    @TempDir
    Path directory;

    private AuditedStore store;

    @BeforeEach
    void open() throws IOException {
        store = new AuditedStore(directory);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void aWholeStoreHasNoFinding() throws Exception {
        store.sealed();
        store.sealed();
        store.landed();

        store.bothRounds();

        JsonObject report = store.report();
        assertThat(findings(report)).isEmpty();
        assertThat(report.bool("damaged")).isFalse();
        JsonObject presence = report.object("presence");
        assertThat(presence.string("state")).isEqualTo("resting");
        assertThat(presence.integer("coverage_percent")).isEqualTo(100);
        assertThat(presence.object("checked").integer("recordings")).isEqualTo(3);
        // Of each two details, manifest and original; of the landed one a detail.
        assertThat(presence.object("checked").integer("objects")).isEqualTo(9);
        assertThat(report.object("bytes").object("checked").integer("bytes")).isEqualTo(2 * AuditedStore.SMALL);
        assertThat(store.events(CustodyEvent.DAMAGED)).isEmpty();
    }

    @Test
    void aFlippedByteIsFoundAndItsChunkNamed() throws Exception {
        RecordingId id = store.sealed(ChunkChain.CHUNK_BYTES + 5000);
        store.flip(ObjectKey.original(id), ChunkChain.CHUNK_BYTES + 17);

        store.bothRounds();

        JsonObject changed = only(store.report(), "changed");
        assertThat(changed.string("object")).isEqualTo(ObjectKey.original(id).value());
        assertThat(changed.string("recording")).isEqualTo(id.value());
        assertThat(changed.array("chunks").items()).containsExactly(new JsonInteger(1));
        assertThat(changed.string("message")).contains("chunk 1");
        JsonObject event = store.events(CustodyEvent.DAMAGED).get(0);
        assertThat(event.string("finding")).isEqualTo("changed");
        assertThat(event.array("chunks").items()).containsExactly(new JsonInteger(1));
    }

    @Test
    void aChangedDocumentIsFound() throws Exception {
        RecordingId id = store.sealed();
        ObjectKey manifest = ObjectKey.manifest(id);
        store.flip(manifest, 10);
        ObjectKey detail = detailOf(id);
        store.flip(detail, 20);

        store.bothRounds();

        assertThat(objects(store.report(), "changed")).containsExactlyInAnyOrder(manifest.value(), detail.value());
    }

    @Test
    void whatIsMissingIsFoundOnceByBothSweeps() throws Exception {
        RecordingId id = store.sealed();
        Files.delete(store.path(ObjectKey.original(id)));

        store.bothRounds();

        assertThat(only(store.report(), "missing").string("object"))
                .isEqualTo(ObjectKey.original(id).value());
        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);
    }

    @Test
    void aWrongLengthIsFoundWithoutReading() throws Exception {
        RecordingId id = store.sealed();
        Path path = store.path(ObjectKey.original(id));
        var kept = Files.getLastModifiedTime(path);
        Files.delete(path);
        Files.write(path, new byte[7]);
        Files.setLastModifiedTime(path, kept);

        store.presence();

        assertThat(only(store.report(), "changed").string("message"))
                .isEqualTo("the footage has 7 bytes, and " + AuditedStore.SMALL + " were recorded");
    }

    @Test
    void aShortenedLockIsFoundAndLengthenedAgain() throws Exception {
        RecordingId id = store.sealed();
        ObjectKey original = ObjectKey.original(id);
        store.shortenLock(original, AuditedStore.NOW.minusSeconds(5));

        store.presence();

        assertThat(store.events(CustodyEvent.DAMAGED).get(0).string("aspect")).isEqualTo("lock");
        assertThat(store.events(CustodyEvent.RESTORED).get(0).string("by")).contains("lock lengthened");
        assertThat(store.worm.find(original).orElseThrow().retainUntil()).isEqualTo(AuditedStore.KEPT_UNTIL);
        assertThat(findings(store.report())).isEmpty();
    }

    @Test
    void aHoldThatTheStoreLostIsFoundAndPlacedAgain() throws Exception {
        RecordingId id = store.sealed();
        store.held(id);
        store.presence();
        assertThat(findings(store.report())).as("the store has a day to obey").isEmpty();

        store.nextDay();
        store.time.step(Duration.ofHours(1));
        store.presence();

        assertThat(store.events(CustodyEvent.DAMAGED))
                .extracting(detail -> detail.string("aspect"))
                .containsOnly("hold");
        assertThat(store.worm.find(ObjectKey.original(id)).orElseThrow().held()).isTrue();
        assertThat(findings(store.report())).isEmpty();
    }

    @Test
    void aLockThatHasRunOutIsNoFinding() throws Exception {
        store.sealed();
        store.time.step(
                Duration.between(AuditedStore.NOW, AuditedStore.KEPT_UNTIL).plusDays(1));

        store.presence();

        assertThat(findings(store.report())).isEmpty();
    }

    @Test
    void whatTheLogDoesNotTellOfIsUntrackedAndNoDamage() throws Exception {
        RecordingId known = store.sealed();
        RecordingId unknown = store.nextId();
        String strange = ObjectKey.recordingPrefix(known) + "analyses/strange.json";
        store.worm.put(new ObjectKey(strange), new byte[3], AuditedStore.KEPT_UNTIL);
        store.worm.put(ObjectKey.original(unknown), new byte[3], AuditedStore.KEPT_UNTIL);
        RecordingId after = store.sealed();

        store.presence();

        JsonObject report = store.report();
        assertThat(objects(report, "untracked")).containsExactlyInAnyOrder(strange, ObjectKey.recordingPrefix(unknown));
        assertThat(report.bool("damaged")).isFalse();
        assertThat(store.events(CustodyEvent.DAMAGED)).isEmpty();
        assertThat(report.object("presence").object("checked").integer("recordings"))
                .as("%s too", after)
                .isEqualTo(2);

        Files.delete(store.path(new ObjectKey(strange)));
        store.nextDay();
        store.presence();
        assertThat(objects(store.report(), "untracked")).containsExactly(ObjectKey.recordingPrefix(unknown));
    }

    /** A case or a batch: its details were there before its first entry was, for longer than that is waited for. */
    @Test
    void whatTheLogKnowsByNowIsNotUntrackedAnyMore() throws Exception {
        RecordingId batch = store.nextId();
        store.worm.put(
                new ObjectKey(ObjectKey.recordingPrefix(batch) + "details/early.json"),
                new byte[3],
                AuditedStore.KEPT_UNTIL);
        store.sealed();
        store.presence();
        assertThat(objects(store.report(), "untracked")).containsExactly(ObjectKey.recordingPrefix(batch));

        store.opened(batch);
        assertThat(store.ledger().find(batch)).as("no recording").isEmpty();
        store.nextDay();
        store.presence();
        assertThat(objects(store.report(), "untracked")).isEmpty();
    }

    @Test
    void theSameFindingIsOneEventHoweverOftenItIsFound() throws Exception {
        RecordingId id = store.sealed();
        store.flip(ObjectKey.original(id), 3);

        for (int round = 0; round < 3; round++) {
            store.bothRounds();
            store.settle();
            store.nextDay();
        }
        store.takeOver();
        store.records.documents.clear(); // All that is operational is lost: the log alone remembers.
        store.bothRounds();

        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);
        assertThat(objects(store.report(), "changed"))
                .containsExactly(ObjectKey.original(id).value());
    }

    @Test
    void whatIsFoundGoodAgainIsAnEventAndDamageThatComesBackIsAnother() throws Exception {
        RecordingId id = store.sealed();
        for (int time = 1; time <= 2; time++) {
            store.flip(ObjectKey.original(id), 3);
            store.bothRounds();
            store.settle();
            assertThat(FindingHistory.of(store.ledger().custody(id)).open()).hasSize(1);
            store.nextDay();

            store.flip(ObjectKey.original(id), 3);
            store.bothRounds();
            assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(time);
            assertThat(store.events(CustodyEvent.RESTORED)).hasSize(time);
            assertThat(findings(store.report())).isEmpty();
            assertThat(FindingHistory.of(store.ledger().custody(id)).open()).isEmpty();
            store.nextDay();
        }
    }

    @Test
    void moreDamageIsAnotherFinding() throws Exception {
        RecordingId id = store.sealed(ChunkChain.CHUNK_BYTES + 5000);
        store.flip(ObjectKey.original(id), 3);
        store.bothRounds();
        store.settle();
        store.nextDay();
        store.flip(ObjectKey.original(id), ChunkChain.CHUNK_BYTES + 3);

        store.bothRounds();

        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(2);
        assertThat(only(store.report(), "changed").array("chunks").items())
                .containsExactly(new JsonInteger(0), new JsonInteger(1));
    }

    @Test
    void theBudgetHoldsInEverySecond() throws Exception {
        int rate = 1 << 20;
        store.settings = new AuditSettings(
                rate, 1_000_000, Duration.ofDays(1), Duration.ofDays(731), Duration.ofDays(731), Duration.ofDays(1));
        for (int i = 0; i < 4; i++) {
            store.sealed(3 << 20);
        }
        List<Long> readPerSecond = new ArrayList<>();
        PacedReads reads = new PacedReads(store.worm, store.time, readPerSecond);
        store.through = reads;

        Instant before = store.time.instant();
        store.bytes();

        long seconds = Duration.between(before, store.time.instant()).toSeconds();
        assertThat(reads.total()).isGreaterThanOrEqualTo(12 << 20);
        assertThat(seconds).isBetween(11L, 13L);
        // One slice may straddle a second's end.
        assertThat(readPerSecond).allMatch(bytes -> bytes <= rate + (256 << 10));
    }

    @Test
    void objectsArePacedToo() throws Exception {
        store.settings = new AuditSettings(
                1L << 40, 2, Duration.ofDays(1), Duration.ofDays(731), Duration.ofDays(731), Duration.ofDays(1));
        for (int i = 0; i < 5; i++) {
            store.sealed();
        }
        Instant before = store.time.instant();
        store.presence();

        // 4 objects and a listing each, and the days' listings.
        assertThat(Duration.between(before, store.time.instant()).toSeconds()).isBetween(12L, 20L);
    }

    @Test
    void itGoesOnWhereItWasAndDoesNotBeginAnew() throws Exception {
        store.settings = new AuditSettings(
                1 << 20, 1_000_000, Duration.ofDays(1), Duration.ofDays(731), Duration.ofDays(731), Duration.ofDays(1));
        store.sealed(1 << 20);
        RecordingId big = store.sealed(3 * ChunkChain.CHUNK_BYTES);
        store.flip(ObjectKey.original(big), 11);
        store.sealed(1 << 20);
        Instant end = store.time.instant().plusSeconds(14); // in the middle of the big one's second chunk
        store.time.onRest(() -> {
            if (store.time.instant().isAfter(end)) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(store::bytes).isInstanceOf(InterruptedException.class);
        store.time.onRest(store::settleQuietly);
        JsonObject stopped = store.report().object("bytes");
        assertThat(stopped.string("state")).isEqualTo("running");
        assertThat(stopped.object("checked").integer("recordings")).isEqualTo(1);
        assertThat(stopped.object("oldest_unchecked").string("recording")).isEqualTo(big.value());

        store.takeOver();
        PacedReads reads = new PacedReads(store.worm, store.time, new ArrayList<>());
        store.through = reads;
        store.bytes();

        JsonObject done = store.report().object("bytes");
        assertThat(done.integer("round")).isEqualTo(1);
        assertThat(done.string("began")).isEqualTo(stopped.string("began"));
        assertThat(done.object("checked").integer("recordings")).isEqualTo(3);
        // Not the first recording, nor the first chunk of the second.
        assertThat(reads.total()).isBetween(17L << 20, (17L << 20) + 100_000);
        // And that the first chunk was damaged is not forgotten.
        assertThat(only(store.report(), "changed").array("chunks").items()).containsExactly(new JsonInteger(0));
    }

    @Test
    void theOldestUncheckedIsTheOneThatWaitsLongest() throws Exception {
        RecordingId first = store.sealed();
        Instant checked = store.time.instant();
        store.presence();
        JsonObject oldest = store.report().object("presence").object("oldest_unchecked");
        assertThat(oldest.string("recording")).isEqualTo(first.value());
        assertThat(Instant.parse(oldest.string("since"))).isEqualTo(checked);

        RecordingId second = store.sealed();
        oldest = store.report().object("presence").object("oldest_unchecked");
        assertThat(oldest.string("recording")).isEqualTo(second.value());
        assertThat(oldest.bool("ever_checked")).isFalse();
        assertThat(Instant.parse(oldest.string("since"))).isEqualTo(second.time());

        store.nextDay();
        store.presence();
        oldest = store.report().object("presence").object("oldest_unchecked");
        assertThat(oldest.bool("ever_checked")).isTrue();
        assertThat(Instant.parse(oldest.string("since"))).isAfterOrEqualTo(checked.plus(Duration.ofDays(1)));
    }

    @Test
    void aRoundBeginsNoSoonerThanItsInterval() throws Exception {
        store.sealed();
        store.presence();
        store.time.step(Duration.ofHours(23));
        assertThat(store.presence()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(store.report().object("presence").integer("round")).isEqualTo(1);
        store.time.step(Duration.ofHours(1));
        store.presence();
        assertThat(store.report().object("presence").integer("round")).isEqualTo(2);
    }

    @Test
    void aStoreThatIsAwayIsNoFinding() throws Exception {
        store.sealed();
        AwayWorm away = new AwayWorm(store.worm, key -> true);
        store.through = away;
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(store::presence).isInstanceOf(IOException.class);
        }
        assertThat(findings(store.report())).isEmpty();
        assertThat(store.report().array("unread").items()).isEmpty();

        away.back();
        store.bothRounds();
        assertThat(findings(store.report())).isEmpty();
        assertThat(store.report().object("presence").object("checked").integer("recordings"))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsShownAsThatAndHoldsUpNoOther() throws Exception {
        RecordingId broken = store.sealed();
        RecordingId other = store.sealed();
        store.flip(ObjectKey.original(other), 1);
        AwayWorm away = new AwayWorm(store.worm, key -> key.equals(ObjectKey.original(broken)));
        store.through = away;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(store::bytes).isInstanceOf(IOException.class).hasMessageContaining("away");
        }
        store.bytes();

        assertThat(store.report().array("unread").objects().get(0).string("recording"))
                .isEqualTo(broken.value());
        assertThat(objects(store.report(), "changed"))
                .containsExactly(ObjectKey.original(other).value());
        assertThat(store.events(CustodyEvent.DAMAGED)).hasSize(1);

        away.back();
        store.nextDay();
        store.bytes();
        assertThat(store.report().array("unread").items()).isEmpty();
    }

    @Test
    void whatWasDisposedOfMayBeGone() throws Exception {
        RecordingId id = store.sealed();
        store.disposed(id);
        Files.delete(store.path(ObjectKey.original(id)));

        store.bothRounds();

        assertThat(findings(store.report())).isEmpty();
    }

    @Test
    void whatStaysLandedForTooLongIsOverdue() throws Exception {
        RecordingId old = store.landed();
        store.sealed();
        store.overdue();

        JsonObject overdue = store.report().object("overdue");
        assertThat(overdue.integer("count")).isEqualTo(1);
        assertThat(overdue.array("recordings").objects().get(0).string("recording"))
                .isEqualTo(old.value());
        assertThat(metric("unbroken_recordings_landed_overdue")).isEqualTo(1);

        store.settings = new AuditSettings(
                1, 1, Duration.ofDays(1), Duration.ofDays(731), Duration.ofDays(731), Duration.ofDays(4));
        store.takeOver();
        store.overdue();
        assertThat(store.report().object("overdue").integer("count")).isZero();
    }

    @Test
    void figuresAreThere() throws Exception {
        RecordingId id = store.sealed();
        store.flip(ObjectKey.original(id), 1);
        store.bothRounds();

        assertThat(metric("unbroken_audit_coverage_ratio")).isEqualTo(1);
        assertThat(metric("unbroken_audit_findings")).isEqualTo(1);
        assertThat(metric("unbroken_audit_read_bytes")).isPositive();
        assertThat(metric("unbroken_audit_open_findings")).isEqualTo(1);
    }

    /** The largest of the series that are there. */
    private double metric(String name) {
        return store.registry.scrape(name::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(RunningAuditTest::value)
                .max()
                .orElseThrow();
    }

    private static double value(io.prometheus.metrics.model.snapshots.DataPointSnapshot point) {
        return point instanceof io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot gauge
                ? gauge.getValue()
                : ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot) point).getValue();
    }

    private ObjectKey detailOf(RecordingId id) throws IOException {
        return ObjectKey.detail(id, store.ledger().custody(id).get(0).entry().detail());
    }

    private static List<JsonObject> findings(JsonObject report) {
        List<JsonObject> all = new ArrayList<>();
        for (String kind : List.of("changed", "missing", "untracked")) {
            all.addAll(report.array(kind).objects());
        }
        return all;
    }

    private static JsonObject only(JsonObject report, String kind) {
        assertThat(findings(report)).as(report.text()).hasSize(1);
        return report.array(kind).objects().get(0);
    }

    private static List<String> objects(JsonObject report, String kind) {
        return report.array(kind).objects().stream()
                .map(finding -> finding.string("object"))
                .toList();
    }
}
