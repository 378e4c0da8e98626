package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.Pacing;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.keeping.AppliedNote;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.keeping.KeepingTask;
import org.unbroken.storage.keeping.RetentionMetrics;
import org.unbroken.storage.keeping.RetentionSettings;
import org.unbroken.storage.keeping.RetentionStatus;
import org.unbroken.storage.keeping.RetentionSweep;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** The store keeps what the rulebooks want kept, whatever fails on the way. */
class RetentionSweepTest {
    private static final RetentionSettings SETTINGS =
            new RetentionSettings(Duration.ofDays(1), 10, Duration.ofDays(180), Duration.ofDays(1827));
    private static final Instant FLOOR = Facts.NOW.plus(Duration.ofDays(731));

    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<RecordingId, KeepingRules.Wanted> wanted = new HashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Facts.NOW);
    private final List<Long> rests = new ArrayList<>();
    private final AuditRecords records = new AuditRecords() {
        @Override
        public Optional<byte[]> read(String name) {
            return Optional.ofNullable(documents.get(name));
        }

        @Override
        public void write(String name, byte[] bytes) {
            documents.put(name, bytes.clone());
        }
    };
    private PrometheusRegistry registry = new PrometheusRegistry();
    private @Nullable CustodyStore opened;

    @BeforeEach
    void open() throws IOException {
        opened = new StoreFixture(directory.resolve("db"), worm).open();
    }

    @AfterEach
    void close() throws IOException {
        store().close();
    }

    private CustodyStore store() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    /** As of a process that takes over. */
    private RetentionSweep sweep() {
        registry = new PrometheusRegistry();
        return new RetentionSweep(
                SETTINGS,
                recording -> Optional.ofNullable(wanted.get(recording.id())),
                store().ledger(),
                worm,
                new LocalCustodyEvents(store().log(), store().ledger()),
                records,
                new RetentionMetrics(registry, now::get),
                new Pacing(SETTINGS.recordingsPerSecond(), () -> 0, rests::add),
                now::get);
    }

    private SignedNote newest() throws IOException {
        return SignedNote.parse(store().log().checkpoint().orElseThrow());
    }

    private void round(RetentionSweep sweep) throws Exception {
        sweep.attend(newest());
        store().log().published(store().log().appendedSize() - 1).get();
    }

    private void obey() throws Exception {
        new KeepingTask(store().log(), store().ledger(), worm, new AppliedNote() {
                    @Override
                    public long upTo() {
                        return 0;
                    }

                    @Override
                    public void upTo(long index) {}
                })
                .attend(newest());
    }

    private RecordingId sealed() throws Exception {
        RecordingId id = Facts.id();
        StoreFixture.append(store(), Facts.received(id, "a", "cam"));
        CustodyFact sealed = Facts.sealed(worm, id, "a", "cam");
        StoreFixture.published(
                store(),
                new CustodyFact(
                        sealed.event(),
                        sealed.key(),
                        id,
                        sealed.agency(),
                        sealed.camera(),
                        sealed.at(),
                        sealed.actor(),
                        sealed.detail()
                                .with()
                                .put("retain_until", Timestamps.format(FLOOR))
                                .build(),
                        sealed.size(),
                        sealed.chain(),
                        sealed.document()));
        return id;
    }

    private void want(RecordingId id, Instant until, boolean open, String... classes) {
        wanted.put(id, new KeepingRules.Wanted(until, open, List.of(classes), "C 1"));
    }

    private Instant told(RecordingId id) throws IOException {
        return store().ledger().find(id).orElseThrow().retainUntil().orElseThrow();
    }

    private List<Instant> stored(RecordingId id) {
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            return keys.map(key -> worm.find(key).orElseThrow())
                    .map(StoredObject::retainUntil)
                    .toList();
        }
    }

    private List<CustodyRecord> retained(RecordingId id) throws IOException {
        return store().ledger().custody(id).stream()
                .filter(record -> record.entry().is(CustodyEvent.RETAINED))
                .toList();
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

    private JsonObject report() throws IOException {
        return new RetentionStatus(records).report(agency -> true);
    }

    @Test
    void aLongerClassReachesTheLogTheLedgerAndEveryObject() throws Exception {
        RecordingId dispute = sealed();
        RecordingId plain = sealed();
        Instant fiveYears = Facts.NOW.plus(Duration.ofDays(1826));
        want(dispute, fiveYears, false, "plain", "long-term");
        want(plain, FLOOR, false, "plain");

        round(sweep());
        obey();

        assertThat(told(dispute)).isEqualTo(fiveYears);
        assertThat(stored(dispute)).isNotEmpty().allMatch(fiveYears::equals);
        assertThat(retained(dispute)).singleElement().satisfies(record -> {
            JsonObject detail = record.detail().orElseThrow();
            assertThat(record.entry().actor()).isEqualTo("retention");
            assertThat(record.entry().json().text()).doesNotContain("long-term\"", "rulebook");
            assertThat(detail.array("classes").strings()).containsExactly("plain", "long-term");
            assertThat(detail.string("rulebook")).isEqualTo("C 1");
        });
        assertThat(retained(plain)).isEmpty();
        assertThat(report().integer("lengthened")).isEqualTo(1);
    }

    @Test
    void whatNobodyLabelledIsMovedOnForAsLongAsNobodyDoes() throws Exception {
        RecordingId id = sealed();
        want(id, FLOOR, true, "plain", "unlabelled");
        RetentionSweep sweep = sweep();
        round(sweep);
        assertThat(retained(id)).as("its date is far").isEmpty();

        for (int month = 0; month < 60; month++) {
            now.set(Facts.NOW.plus(Duration.ofDays(30L * month)));
            round(sweep);
            obey();
            assertThat(worm.find(ObjectKey.original(id)).orElseThrow().retainUntil())
                    .as("after %d months", month)
                    .isAfter(now.get().plus(Duration.ofDays(149)));
        }
        assertThat(retained(id)).hasSizeBetween(5, 8);
    }

    @Test
    void aSecondRoundChangesNothingAndWaitsForItsTime() throws Exception {
        RecordingId id = sealed();
        want(id, Facts.NOW.plus(Duration.ofDays(1000)), false, "plain");
        round(sweep());
        obey();
        RetentionSweep later = sweep();
        assertThat(later.attend(newest())).isBetween(Duration.ofHours(23), Duration.ofDays(1));
        now.set(Facts.NOW.plus(Duration.ofDays(1)));
        round(later);
        assertThat(retained(id)).hasSize(1);
        assertThat(report().integer("number")).isEqualTo(2);
    }

    @Test
    void itGoesNoFasterThanItsPace() throws Exception {
        for (int i = 0; i < 30; i++) {
            sealed();
        }
        round(sweep());
        // On a clock that stands still each waits for all that were before it; some are looked at in the store as well.
        assertThat(rests.get(rests.size() - 1)).as("the 30th at 10 a second").isGreaterThanOrEqualTo(2_900_000_000L);
    }

    @Test
    void aStoreThatTakesNoLaterDateIsAnAlarmAndHoldsUpNoOther() throws Exception {
        RecordingId stuck = sealed();
        RecordingId other = sealed();
        want(stuck, Facts.NOW.plus(Duration.ofDays(1000)), false, "plain");
        want(other, Facts.NOW.plus(Duration.ofDays(1000)), false, "plain");
        round(sweep());
        worm.fault((number, key) ->
                key.value().startsWith(ObjectKey.recordingPrefix(stuck)) ? Outcome.FAILED : Outcome.DONE);
        now.set(Facts.NOW.plus(Duration.ofDays(1)));
        RetentionSweep sweep = sweep();
        round(sweep);

        assertThat(gauge("unbroken_retention_failing_recordings")).isEqualTo(1);
        // The store was given a day at first, and that is over.
        assertThat(gauge("unbroken_retention_failing_soonest_seconds")).isEqualTo(0);
        JsonObject failing = report().array("failing").objects().get(0);
        assertThat(failing.string("recording")).isEqualTo(stuck.value());
        assertThat(failing.string("why")).contains("injected");
        assertThat(stored(other)).allMatch(Facts.NOW.plus(Duration.ofDays(1000))::equals);

        worm.fault((number, key) -> Outcome.DONE);
        now.set(Facts.NOW.plus(Duration.ofDays(2)));
        round(sweep);
        assertThat(gauge("unbroken_retention_failing_recordings")).isEqualTo(0);
        assertThat(stored(stuck)).allMatch(Facts.NOW.plus(Duration.ofDays(1000))::equals);
    }

    @Test
    void whoTakesOverGoesOnWhereItWas() throws Exception {
        List<RecordingId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RecordingId id = sealed();
            ids.add(id);
            want(id, Facts.NOW.plus(Duration.ofDays(900)), false, "plain");
        }
        RecordingId third = ids.get(2);
        RetentionSweep interrupted = new RetentionSweep(
                SETTINGS,
                recording -> {
                    if (recording.id().equals(third)) {
                        throw new IllegalStateException("killed");
                    }
                    return Optional.ofNullable(wanted.get(recording.id()));
                },
                store().ledger(),
                new MemoryAway(worm),
                new LocalCustodyEvents(store().log(), store().ledger()),
                records,
                new RetentionMetrics(new PrometheusRegistry(), now::get),
                new Pacing(10, () -> 0, rests::add),
                now::get);
        assertThatThrownBy(() -> interrupted.attend(newest())).isInstanceOf(IOException.class);
        assertThat(report().integer("checked")).isEqualTo(2);
        assertThat(report().integer("failed"))
                .as("a store that is away says nothing of a recording")
                .isEqualTo(0);

        round(sweep());
        assertThat(report().integer("checked")).isEqualTo(5);
        for (RecordingId id : ids) {
            assertThat(retained(id)).hasSize(1);
        }
    }

    @Test
    void whatARulebookKeepsIsNotDisposedOf() throws Exception {
        RecordingId id = sealed();
        Instant then = Facts.NOW.plus(Duration.ofDays(800));
        want(id, FLOOR, true, "plain", "unlabelled");
        Eligibility eligibility = new Eligibility(
                store().ledger(),
                worm,
                recording -> Optional.empty(),
                recording -> Optional.ofNullable(wanted.get(recording.id())),
                () -> then);
        assertThat(eligibility.reasonToKeep(id, "a"))
                .hasValueSatisfying(why -> assertThat(why).contains("unlabelled"));
        want(id, then.plusSeconds(1), false, "plain");
        assertThat(eligibility.reasonToKeep(id, "a")).isPresent();
        want(id, FLOOR, false, "plain");
        assertThat(eligibility.reasonToKeep(id, "a")).isEmpty();
    }
}
