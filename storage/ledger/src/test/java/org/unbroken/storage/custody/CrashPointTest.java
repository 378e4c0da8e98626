package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.worm.ObjectKey;

/** Fails at each write in turn, in each way a write can fail. */
class CrashPointTest {
    @TempDir
    Path directory;

    private final List<byte[]> seen = new ArrayList<>();

    private List<CustodyFact> facts(MemoryWorm worm) throws Exception {
        List<CustodyFact> facts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RecordingId id = Facts.id();
            facts.add(Facts.received(id, "a", "cam" + i % 2));
            facts.add(Facts.sealed(worm, id, "a", "cam" + i % 2));
            facts.add(Facts.plain(CustodyEvent.VIEWED, "view", id, "a"));
        }
        return facts;
    }

    private void watch(CustodyStore store) {
        store.log().onPublished(() -> {
            synchronized (seen) {
                try {
                    store.log().checkpoint().ifPresent(seen::add);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    private void expectAll(CustodyStore store, List<CustodyFact> facts, int sizeLimit) throws Exception {
        long newest = 0;
        for (CustodyFact fact : facts) {
            newest = Math.max(newest, StoreFixture.append(store, fact).index());
        }
        store.log().published(newest).get(30, TimeUnit.SECONDS);
        assertThat(store.health().size()).as("every fact once").isEqualTo(sizeLimit);
        for (CustodyFact fact : facts) {
            assertThat(store.ledger().find(fact.recording()).orElseThrow().state())
                    .isEqualTo(RecordingState.SEALED);
            assertThat(store.log().receipt(fact.recording()).orElseThrow().provesExtra())
                    .isTrue();
        }
        synchronized (seen) {
            seen.add(store.log().checkpoint().orElseThrow());
            LogCheck.whole(store.log(), seen);
        }
    }

    /** Each put into the WORM store fails once; the log goes on by itself. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "FAILED_BUT_WRITTEN"})
    void survivesEachFailedPut(Outcome outcome) throws Exception {
        for (int point = 0; ; point++) {
            MemoryWorm worm = new MemoryWorm();
            seen.clear();
            List<CustodyFact> facts = facts(worm);
            int failing = point;
            worm.fault((number, key) -> number == failing ? outcome : Outcome.DONE);
            StoreFixture fixture = new StoreFixture(directory.resolve(outcome + "-" + point), worm);
            try (CustodyStore store = fixture.open()) {
                watch(store);
                expectAll(store, facts, facts.size());
            }
            if (worm.puts() <= point) {
                assertThat(point).isGreaterThan(facts.size());
                return;
            }
        }
    }

    /** The process dies at each put; the next one finds what was acknowledged and carries on. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"DIED", "DIED_AFTER_WRITING"})
    void survivesDeathAtEachPut(Outcome outcome) throws Exception {
        for (int point = 0; ; point++) {
            MemoryWorm worm = new MemoryWorm();
            seen.clear();
            List<CustodyFact> facts = facts(worm);
            int failing = point;
            worm.fault((number, key) -> number == failing ? outcome : Outcome.DONE);
            StoreFixture fixture = new StoreFixture(directory.resolve(outcome + "-" + point), worm);
            boolean died;
            try (CustodyStore store = fixture.open()) {
                watch(store);
                long last = 0;
                for (CustodyFact fact : facts) {
                    last = StoreFixture.append(store, fact).index();
                }
                long newest = last;
                Await.until(() -> worm.isDead() || store.log().publishedSize() > newest);
                died = worm.isDead();
                for (byte[] checkpoint : checkpointsPublished(store)) {
                    assertThat(worm.objects.values()).anyMatch(bytes -> java.util.Arrays.equals(bytes, checkpoint));
                }
            }
            worm.fault((number, key) -> Outcome.DONE);
            try (CustodyStore store = fixture.open()) {
                expectAll(store, facts, facts.size());
            }
            assertThat(Audit.run(worm, List.of(fixture.signer.verifierKey()), true, Progress.NONE)
                            .findings())
                    .isEmpty();
            if (!died) {
                assertThat(point).isGreaterThan(facts.size());
                return;
            }
        }
    }

    private static List<byte[]> checkpointsPublished(CustodyStore store) throws Exception {
        Optional<byte[]> checkpoint = store.log().checkpoint();
        return checkpoint.isPresent() ? List.of(checkpoint.get()) : List.of();
    }

    /** Each write to the database fails once, with and without having happened. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "FAILED_BUT_WRITTEN"})
    void survivesEachFailedDatabaseWrite(Outcome outcome) throws Exception {
        for (int point = 0; ; point++) {
            MemoryWorm worm = new MemoryWorm();
            seen.clear();
            List<CustodyFact> facts = facts(worm);
            StoreFixture fixture = new StoreFixture(directory.resolve("db-" + outcome + "-" + point), worm);
            AtomicInteger writes = new AtomicInteger();
            int failing = point;
            CustodyDatabase.BatchWrite write = (database, batch) -> {
                boolean fails = writes.getAndIncrement() == failing;
                if (!fails || outcome == Outcome.FAILED_BUT_WRITTEN) {
                    database.write(batch, Durability.SYNCED);
                }
                if (fails) {
                    throw new java.io.IOException("injected database failure");
                }
            };
            try (CustodyStore store = fixture.open(write)) {
                watch(store);
                for (CustodyFact fact : facts) {
                    appendStubbornly(store, fact);
                }
                expectAll(store, facts, facts.size());
            }
            try (CustodyStore store = fixture.open()) {
                expectAll(store, facts, facts.size());
            }
            if (writes.get() <= point) {
                assertThat(point).isGreaterThan(3);
                return;
            }
        }
    }

    private static void appendStubbornly(CustodyStore store, CustodyFact fact) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                StoreFixture.append(store, fact);
                return;
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("injected database failure");
                assertThat(attempt).isLessThan(2);
            }
        }
    }

    /** Whatever lies under a detail's key must have its digest: the store is checked, not only the database. */
    @org.junit.jupiter.api.Test
    void detailsLieInTheStoreBeforeTheirEntryIsPublished() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        StoreFixture fixture = new StoreFixture(directory.resolve("details"), worm);
        worm.fault((number, key) -> key.value().contains("/details/") ? Outcome.FAILED : Outcome.DONE);
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(Facts.id(), "a", "cam"));
            Await.until(() -> store.health().lastError().isPresent());
            assertThat(worm.objects).doesNotContainKey(ObjectKey.segment(0));
            worm.fault((number, key) -> Outcome.DONE);
            store.log().published(0).get(30, TimeUnit.SECONDS);
        }
    }
}
