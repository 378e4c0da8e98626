package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.keeping.DisposalBatch;
import org.unbroken.storage.keeping.DisposalFacts;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.ledger.SecrecyClasses;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** What goes, what stays, and what fails on the way. */
class DisposalTest {
    /** Past the date of everything that {@link Facts} makes. */
    private static final Instant THEN = Facts.NOW.plusSeconds(86_400 * 900L);

    private static final OpenCases NONE = recording -> Optional.empty();

    @TempDir
    Path directory;

    private final Set<RecordingId> forgotten = new HashSet<>();

    private StoreFixture fixture(String name, MemoryWorm worm) {
        return new StoreFixture(directory.resolve(name), worm);
    }

    private static RecordingId sealed(CustodyStore store, MemoryWorm worm) throws Exception {
        RecordingId id = Facts.id();
        StoreFixture.append(store, Facts.received(id, "a", "cam"));
        StoreFixture.append(store, Facts.sealed(worm, id, "a", "cam"));
        StoreFixture.published(store, Facts.inspected(worm, id, "a", "continuous"));
        return id;
    }

    private DisposalTask task(CustodyStore store, WormStore worm, OpenCases cases) {
        return new DisposalTask(store.log(), store.ledger(), worm, cases, forgotten::addAll, InstantSource.fixed(THEN));
    }

    private static void attend(DisposalTask task, CustodyStore store) throws Exception {
        task.attend(SignedNote.parse(store.log().checkpoint().orElseThrow()));
    }

    private static List<String> objects(WormStore worm, RecordingId id) throws Exception {
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            return keys.map(ObjectKey::value).toList();
        }
    }

    private static void expectErased(CustodyStore store, WormStore worm, RecordingId id) throws Exception {
        CustodyRecord disposed = store.ledger().custody(id).stream()
                .filter(record -> record.entry().is(CustodyEvent.DISPOSED))
                .reduce((a, b) -> {
                    throw new AssertionError("two disposed entries");
                })
                .orElseThrow();
        assertThat(objects(worm, id))
                .containsExactly(ObjectKey.detail(id, disposed.entry().detail()).value());
        assertThat(store.ledger().find(id).orElseThrow().state()).isEqualTo(RecordingState.DISPOSED);
        assertThat(store.ledger().custody(id).stream()
                        .filter(record -> record.detail().isPresent()))
                .containsExactly(disposed);
    }

    private static AuditReport audit(StoreFixture fixture, WormStore worm) throws Exception {
        return Audit.run(worm, List.of(fixture.signer.verifierKey()), false, Progress.NONE);
    }

    @Test
    void whatTwoApprovedGoesAndNothingElse() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        RecordingId gone;
        RecordingId kept;
        try (CustodyStore store = fixture.open()) {
            gone = sealed(store, worm);
            kept = sealed(store, worm);
            List<String> before = objects(worm, kept);
            DisposalTask task = task(store, worm, NONE);
            attend(task, store);
            DisposalBatch batch = Batches.ordered(store, worm, THEN, false, gone);
            attend(task, store);

            expectErased(store, worm, gone);
            assertThat(objects(worm, kept)).isEqualTo(before);
            assertThat(forgotten).containsExactly(gone);
            DisposalBatch done = Batches.find(store, worm, batch.id());
            assertThat(done.state()).isEqualTo(DisposalBatch.State.DONE);
            assertThat(done.done().orElseThrow().detail().orElseThrow().integer("disposed"))
                    .isEqualTo(1);
            assertThat(store.log().receipt(gone))
                    .as("its place in the log is proved still")
                    .isPresent();
            int entries = store.log().read(0, 1000).size();
            attend(task, store);
            attend(task(store, worm, NONE), store);
            assertThat(store.log().read(0, 1000)).as("nothing twice").hasSize(entries);
        }
        assertThat(audit(fixture, worm).findings()).isEmpty();
        worm.objects.remove(ObjectKey.original(kept));
        assertThat(audit(fixture, worm).findings())
                .as("gone without an entry")
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.MISSING);
    }

    @Test
    void aRebuildComesToTheSameRows() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        RecordingId gone;
        RecordingId kept;
        try (CustodyStore store = fixture.open()) {
            gone = sealed(store, worm);
            kept = sealed(store, worm);
            Batches.ordered(store, worm, THEN, false, gone);
            attend(task(store, worm, NONE), store);
        }
        try (CustodyStore store = fixture.open()) {
            Object wasGone = store.ledger().find(gone);
            Object wasKept = store.ledger().find(kept);
            Object wasCounted = store.ledger().counts();
            store.close();
            RebuildReport report = Rebuild.run(
                    worm, fixture.settings, fixture.signer, InstantSource.fixed(THEN), Facts.RANDOM, Progress.NONE);
            assertThat(report.findings()).isEmpty();
            assertThat(report.recovered()).isEmpty();
            try (CustodyStore rebuilt = fixture.open()) {
                assertThat((Object) rebuilt.ledger().find(gone)).isEqualTo(wasGone);
                assertThat((Object) rebuilt.ledger().find(kept)).isEqualTo(wasKept);
                assertThat((Object) rebuilt.ledger().counts()).isEqualTo(wasCounted);
                expectErased(rebuilt, worm, gone);
            }
        }
    }

    @Test
    void whatIsSecretStaysSoWhenItIsDisposedOf() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        RecordingId secret;
        RecordingId open;
        RecordingId old;
        RecordingId plain;
        try (CustodyStore store = fixture.open()) {
            secret = sealed(store, worm);
            open = sealed(store, worm);
            old = sealed(store, worm);
            plain = sealed(store, worm);
            StoreFixture.append(store, StatedFactsTest.classified(secret, "trade-secret"));
            StoreFixture.append(store, StatedFactsTest.classified(open, "trade-secret"));
            StoreFixture.append(store, StatedFactsTest.classified(open));
            StoreFixture.published(store, StatedFactsTest.classified(old, "trade-secret"));
            Batches.ordered(store, worm, THEN, false, secret, open, plain);
            attend(task(store, worm, NONE), store);
            // As disposals were before their details had the classes.
            Batches.ordered(store, worm, THEN, false, old);
            StoreFixture.published(store, Batches.disposed(store, old));
            attend(task(store, worm, NONE), store);
        }
        for (int run = 0; run < 2; run++) {
            try (CustodyStore store = fixture.open()) {
                assertThat(store.ledger().find(secret).orElseThrow().secrecy()).containsExactly("trade-secret");
                assertThat(store.ledger().find(open).orElseThrow().secrecy()).isEmpty();
                assertThat(store.ledger().find(old).orElseThrow().secrecy()).isEqualTo(SecrecyClasses.COMMON);
                assertThat(store.ledger().find(plain).orElseThrow().secrecy()).isEmpty();
                for (RecordingId id : List.of(secret, open, old, plain)) {
                    assertThat(store.ledger().find(id).orElseThrow().state()).isEqualTo(RecordingState.DISPOSED);
                }
            }
            Rebuild.run(worm, fixture.settings, fixture.signer, InstantSource.fixed(THEN), Facts.RANDOM, Progress.NONE);
        }
    }

    @Test
    void whatAnOldLabelMadeSecretStaysSo() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        RecordingId secret;
        try (CustodyStore store = fixture.open()) {
            secret = sealed(store, worm);
            CustodyFact plain = Facts.plain(CustodyEvent.LABELLED, "l", secret, "a");
            JsonObject labels =
                    JsonObject.builder().put("secrecy", "technical-secret").build();
            StoreFixture.published(
                    store,
                    new CustodyFact(
                            plain.event(),
                            plain.key(),
                            secret,
                            "a",
                            Optional.empty(),
                            plain.at(),
                            plain.actor(),
                            JsonObject.builder().put("labels", labels).build(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            Batches.ordered(store, worm, THEN, false, secret);
            attend(task(store, worm, NONE), store);
        }
        for (int run = 0; run < 2; run++) {
            try (CustodyStore store = fixture.open()) {
                assertThat(store.ledger().find(secret).orElseThrow().state()).isEqualTo(RecordingState.DISPOSED);
                assertThat(store.ledger().find(secret).orElseThrow().secrecy()).containsExactly("trade-secret");
            }
            Rebuild.run(worm, fixture.settings, fixture.signer, InstantSource.fixed(THEN), Facts.RANDOM, Progress.NONE);
        }
    }

    /** At every look something is entered: what is about other cases keeps nothing here. */
    @ParameterizedTest
    @CsvSource({"case-cam, false", "K-9, true"})
    void anAgencyThatEntersCasesAllTheTimeKeepsOnlyTheirFootage(String number, boolean goes) throws Exception {
        MemoryWorm worm = new MemoryWorm();
        try (CustodyStore store = fixture("db", worm).open()) {
            RecordingId id = sealed(store, worm);
            RecordingId file = Facts.id();
            StoreFixture.published(store, FiledDisposalTest.opened(file, number));
            AtomicInteger looks = new AtomicInteger();
            OpenCases cases = recording -> {
                // A change that says nothing of the number.
                state(
                        store,
                        Facts.plain(CustodyEvent.CASE_CLOSED, "c" + looks.incrementAndGet(), file, "a"),
                        looks.get() % 2 == 0);
                return Optional.empty();
            };
            DisposalTask task = task(store, worm, cases);
            DisposalBatch batch = Batches.ordered(store, worm, THEN, true, id);
            attend(task, store);
            assertThat(outcome(store, worm, batch).integer("disposed")).isEqualTo(goes ? 1 : 0);
            assertThat(looks).hasValue(goes ? 2 : 6);
        }
    }

    @Test
    void whatMayNotGoIsNamedAndStaysAndTheRestGoesOnlyIfAsked() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        try (CustodyStore store = fixture("db", worm).open()) {
            RecordingId free = sealed(store, worm);
            RecordingId held = sealed(store, worm);
            RecordingId inCase = sealed(store, worm);
            RecordingId young = sealed(store, worm);
            OpenCases cases = recording -> recording.id().equals(inCase) ? Optional.of("A-17") : Optional.empty();
            StoreFixture.published(store, Facts.plain(CustodyEvent.HELD, "h", held, "a"));
            StoreFixture.published(store, HoldsTest.retained(young, THEN.plusSeconds(1)));

            DisposalTask task = task(store, worm, cases);
            DisposalBatch refused = Batches.ordered(store, worm, THEN, false, free, held, inCase, young);
            attend(task, store);
            JsonObject outcome = outcome(store, worm, refused);
            assertThat(outcome.integer("disposed")).isZero();
            assertThat(outcome.array("stay").objects())
                    .extracting(each -> each.string("recording"))
                    .containsExactly(held.value(), inCase.value(), young.value());
            assertThat(outcome.text())
                    .contains("legal hold", "not closed", "to be kept until")
                    .doesNotContain("A-17");
            assertThat(objects(worm, free)).hasSize(6);

            DisposalBatch rest = Batches.ordered(store, worm, THEN, true, free, held, inCase, young);
            attend(task, store);
            assertThat(outcome(store, worm, rest).integer("disposed")).isEqualTo(1);
            expectErased(store, worm, free);
            for (RecordingId stays : List.of(held, inCase, young)) {
                assertThat(store.ledger().find(stays).orElseThrow().state()).isEqualTo(RecordingState.SEALED);
                assertThat(worm.find(ObjectKey.original(stays))).isPresent();
            }
        }
    }

    /** Stated after the last look and before the disposal's entry: published by then, or sequenced and on its way. */
    @ParameterizedTest
    @CsvSource({
        "LABELLED, false",
        "LABELLED, true",
        "LONG_TERM, false",
        "RETAINED, false",
        "RETAINED, true",
        "CLASSIFIED, false",
        "HELD, false",
        "CASE_OPENED, false",
        "CASE_CHANGED, false",
        "CASE_REOPENED, false",
        "CASE_REOPENED, true"
    })
    void noDisposalOvertakesWhatWasStatedBeforeIt(CustodyEvent event, boolean published) throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        try (CustodyStore store =
                fixture.open(fixture.settings.withFlushInterval(published ? Duration.ZERO : Duration.ofMillis(150)))) {
            RecordingId stays = sealed(store, worm);
            RecordingId free = sealed(store, worm);
            RecordingId about = event.wire().startsWith("case-") ? Facts.id() : stays;
            CustodyFact statement = event == CustodyEvent.RETAINED
                    ? HoldsTest.retained(about, THEN.plusSeconds(1))
                    : Facts.plain(event, "late", about, "a");
            AtomicInteger looks = new AtomicInteger();
            OpenCases cases = recording -> {
                if (!recording.id().equals(stays)) {
                    return Optional.empty();
                }
                boolean known = store.ledger().custody(about).stream()
                        .anyMatch(record -> record.entry().is(event));
                if (looks.incrementAndGet() == 2) {
                    state(store, Facts.plain(CustodyEvent.EXPLAINED, "harmless", free, "a"), published);
                    state(store, statement, published);
                }
                return known ? Optional.of("A-17") : Optional.empty();
            };
            DisposalTask task = task(store, worm, cases);
            DisposalBatch batch = Batches.ordered(store, worm, THEN, true, stays, free);
            attend(task, store);

            assertThat(looks).as("looked at again").hasValueGreaterThanOrEqualTo(2);
            assertThat(store.ledger().find(stays).orElseThrow().state()).isEqualTo(RecordingState.SEALED);
            assertThat(worm.find(ObjectKey.original(stays))).isPresent();
            assertThat(outcome(store, worm, batch).array("stay").objects())
                    .extracting(each -> each.string("recording"))
                    .containsExactly(stays.value());
            expectErased(store, worm, free);
        }
    }

    private static void state(CustodyStore store, CustodyFact fact, boolean published) throws IOException {
        try {
            if (published) {
                StoreFixture.published(store, fact);
            } else {
                StoreFixture.append(store, fact);
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatIsStatedOfAnotherAgencysCasesKeepsNothing() throws Exception {
        try (CustodyStore store = fixture("db", new MemoryWorm()).open()) {
            RecordingId id = sealed(store, new MemoryWorm());
            CompletableFuture<Sequenced> other =
                    store.log().append(Facts.plain(CustodyEvent.CASE_REOPENED, "r", Facts.id(), "b"));
            CompletableFuture<Sequenced> disposed = store.log().append(Facts.plain(CustodyEvent.DISPOSED, "", id, "a"));
            assertThat(disposed.get().index()).isGreaterThan(other.get().index());
        }
    }

    private static JsonObject outcome(CustodyStore store, WormStore worm, DisposalBatch batch) throws Exception {
        return Batches.find(store, worm, batch.id())
                .done()
                .orElseThrow()
                .detail()
                .orElseThrow();
    }

    @Test
    void aSecondTooEarlyByTheServersClockIsTooEarly() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        try (CustodyStore store = fixture("db", worm).open()) {
            RecordingId id = sealed(store, worm);
            Instant last = Facts.NOW;
            for (String key : objects(worm, id)) {
                Instant until = worm.find(new ObjectKey(key)).orElseThrow().retainUntil();
                last = until.isAfter(last) ? until : last;
            }
            assertThat(at(store, worm, last.minusSeconds(1)).reasonToKeep(id, "a"))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("keeps until"));
            assertThat(at(store, worm, last).reasonToKeep(id, "a")).isEmpty();
            assertThat(at(store, worm, last).reasonToKeep(id, "b"))
                    .as("another agency's")
                    .isPresent();
            assertThat(new Eligibility(store.ledger(), worm, OpenCases.BY_LABEL, InstantSource.fixed(last))
                            .reasonToKeep(id, "a"))
                    .as("labelled with a case")
                    .isPresent();
        }
    }

    private static Eligibility at(CustodyStore store, WormStore worm, Instant now) {
        return new Eligibility(store.ledger(), worm, NONE, InstantSource.fixed(now));
    }

    @Test
    void approvalsOfOnePersonCountOnceAndTheRequestersNever() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        try (CustodyStore store = fixture("db", worm).open()) {
            RecordingId id = sealed(store, worm);
            DisposalBatch batch = Batches.requested(store, worm, THEN, id);
            // The requester's other token, and one approver twice with two tokens.
            StoreFixture.published(store, DisposalFacts.approved(batch, THEN, "t-other", Batches.by("keeper")));
            StoreFixture.published(store, DisposalFacts.approved(batch, THEN, "t-1", Batches.by("Wang")));
            StoreFixture.published(store, DisposalFacts.approved(batch, THEN, "t-2", Batches.by("Wang")));
            StoreFixture.published(store, DisposalFacts.ordered(batch, false, THEN, "t-keeper", Batches.by("keeper")));
            batch = Batches.find(store, worm, batch.id());
            assertThat(batch.approvals()).hasSize(1);
            assertThat(batch.state()).isEqualTo(DisposalBatch.State.REQUESTED);
            attend(task(store, worm, NONE), store);
            assertThat(objects(worm, id)).hasSize(6);

            assertThat(Batches.approved(store, worm, batch, "Li").state()).isEqualTo(DisposalBatch.State.APPROVED);
        }
    }

    @Test
    void aChangedListDisposesOfNothing() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        try (CustodyStore store = fixture("db", worm).open()) {
            RecordingId listed = sealed(store, worm);
            RecordingId slipped = sealed(store, worm);
            DisposalBatch batch = Batches.ordered(store, worm, THEN, false, listed);
            worm.objects.compute(ObjectKey.disposal(batch.id()), (key, bytes) -> new String(
                            bytes, java.nio.charset.StandardCharsets.UTF_8)
                    .replace(listed.value(), slipped.value())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThatThrownBy(() -> attend(task(store, worm, NONE), store))
                    .hasMessageContaining("not the list that was requested");
            assertThat(objects(worm, slipped)).hasSize(6);
            assertThat(objects(worm, listed)).hasSize(6);
        }
    }

    @Test
    void anAuditNamesDisposalsWithoutApprovals() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = fixture("db", worm);
        RecordingId bare;
        RecordingId unapproved;
        RecordingId unlisted;
        try (CustodyStore store = fixture.open()) {
            bare = sealed(store, worm);
            unapproved = sealed(store, worm);
            unlisted = sealed(store, worm);
            RecordingId proper = sealed(store, worm);
            StoreFixture.published(store, Facts.plain(CustodyEvent.DISPOSED, "", bare, "a"));
            DisposalBatch batch = Batches.requested(store, worm, THEN, unapproved);
            Batches.approved(store, worm, batch, "one");
            StoreFixture.published(store, DisposalFacts.ordered(batch, false, THEN, "t-keeper", Batches.by("keeper")));
            StoreFixture.published(store, Batches.disposed(store, unapproved));
            Batches.ordered(store, worm, THEN, false, proper);
            StoreFixture.published(store, Batches.disposed(store, proper));
            StoreFixture.published(store, Batches.disposed(store, unlisted));
        }
        assertThat(audit(fixture, worm).findings())
                .allMatch(finding -> finding.kind() == Finding.Kind.CONTRADICTORY)
                .extracting(finding -> finding.recording().orElseThrow())
                .containsExactly(bare, unapproved, unlisted);
    }

    /** Each write on the way from the order to the batch's end fails, or the process dies there. */
    @Test
    void everyWriteMayBeTheLast() throws Exception {
        everyWriteMayFail(Outcome.DIED_AFTER_WRITING);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "FAILED_BUT_WRITTEN", "DIED", "DIED_AFTER_WRITING"})
    void everyWriteMayFail(Outcome outcome) throws Exception {
        for (int point = 0; ; point++) {
            MemoryWorm worm = new MemoryWorm();
            StoreFixture fixture = fixture(outcome + "-" + point, worm);
            List<RecordingId> gone;
            RecordingId kept;
            DisposalBatch batch;
            try (CustodyStore store = fixture.open()) {
                gone = List.of(sealed(store, worm), sealed(store, worm));
                kept = sealed(store, worm);
                batch = Batches.ordered(store, worm, THEN, false, gone.get(0), gone.get(1));
            }
            Set<ObjectKey> before = new TreeSet<>(worm.objects.keySet());
            forgotten.clear();
            int failing = point;
            worm.fault((number, key) -> number == failing ? outcome : Outcome.DONE);
            try (CustodyStore store = fixture.open()) {
                carryOut(store, worm);
                expectNothingGoneWithoutAnEntry(store, worm, before);
            }
            boolean reached = worm.puts() > point;
            worm.fault((number, key) -> Outcome.DONE);
            try (CustodyStore store = fixture.open()) {
                carryOut(store, worm);
                for (RecordingId id : gone) {
                    expectErased(store, worm, id);
                }
                assertThat(forgotten).containsExactlyInAnyOrderElementsOf(gone);
                assertThat(objects(worm, kept)).hasSize(6);
                assertThat(Batches.find(store, worm, batch.id()).state()).isEqualTo(DisposalBatch.State.DONE);
            }
            assertThat(audit(fixture, worm).findings()).as("point %s", point).isEmpty();
            if (!reached) {
                assertThat(point).isGreaterThan(15);
                return;
            }
        }
    }

    /** Until it is done, or the process is dead. */
    private void carryOut(CustodyStore store, MemoryWorm worm) throws Exception {
        DisposalTask task = task(store, worm, NONE);
        Thread leader = new Thread(() -> {
            while (!worm.isDead()) {
                try {
                    attend(task, store);
                    return;
                } catch (java.io.IOException failed) {
                    // As LeaderTasks does: tried again.
                } catch (Exception e) {
                    return;
                }
            }
        });
        leader.start();
        Await.until(() -> !leader.isAlive() || worm.isDead());
        leader.interrupt();
        leader.join();
    }

    private static void expectNothingGoneWithoutAnEntry(CustodyStore store, MemoryWorm worm, Set<ObjectKey> before)
            throws Exception {
        for (ObjectKey key : before) {
            if (worm.find(key).isEmpty()) {
                RecordingId id = Audit.recordingOf(key).orElseThrow();
                assertThat(store.ledger().find(id).orElseThrow().state())
                        .as("%s is gone", key)
                        .isEqualTo(RecordingState.DISPOSED);
            }
        }
    }
}
