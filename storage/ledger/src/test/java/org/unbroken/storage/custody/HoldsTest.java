package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.keeping.AppliedNote;
import org.unbroken.storage.keeping.KeepingTask;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** The store does what the log says of holds and of retention, whatever fails on the way. */
@Tag("slow")
class HoldsTest {
    private static final Instant LATER = Facts.NOW.plusSeconds(86_400 * 9000L);

    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final Note note = new Note();

    /** Survives the crash of whoever writes it. */
    private static final class Note implements AppliedNote {
        private long index;

        @Override
        public long upTo() {
            return index;
        }

        @Override
        public void upTo(long newIndex) {
            index = newIndex;
        }
    }

    private KeepingTask task(CustodyStore store) {
        return new KeepingTask(store.log(), store.ledger(), worm, note);
    }

    private static void attend(KeepingTask task, CustodyStore store) throws Exception {
        task.attend(SignedNote.parse(store.log().checkpoint().orElseThrow()));
    }

    static CustodyFact retained(RecordingId id, Instant until) {
        String date = Timestamps.format(until);
        CustodyFact plain = Facts.plain(CustodyEvent.RETAINED, date, id, "a");
        return new CustodyFact(
                plain.event(),
                plain.key(),
                id,
                plain.agency(),
                Optional.empty(),
                plain.at(),
                plain.actor(),
                JsonObject.builder().put("until", date).put("reason", "appeal").build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private RecordingId sealed(CustodyStore store) throws Exception {
        RecordingId id = Facts.id();
        StoreFixture.append(store, Facts.received(id, "a", "cam"));
        StoreFixture.append(store, Facts.sealed(worm, id, "a", "cam"));
        StoreFixture.published(store, Facts.inspected(worm, id, "a", "continuous"));
        return id;
    }

    private List<StoredObject> objects(RecordingId id) {
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            return keys.map(key -> worm.find(key).orElseThrow()).toList();
        }
    }

    private static Recording row(CustodyStore store, RecordingId id) throws IOException {
        return store.ledger().find(id).orElseThrow();
    }

    @Test
    void everyObjectIsHeldUntilTheLastHoldIsReleased() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        try (CustodyStore store = fixture.open()) {
            KeepingTask task = task(store);
            RecordingId id = sealed(store);
            RecordingId other = sealed(store);
            StoreFixture.append(store, Facts.plain(CustodyEvent.HELD, "h-1", id, "a"));
            StoreFixture.published(store, Facts.plain(CustodyEvent.HELD, "h-2", id, "a"));
            attend(task, store);

            assertThat(objects(id)).hasSize(8).allMatch(StoredObject::held);
            assertThat(objects(other)).noneMatch(StoredObject::held);
            assertThat(row(store, id).holds()).containsExactly("h-1", "h-2");
            assertThat(store.ledger().held()).containsExactly(id);

            StoreFixture.published(store, Facts.plain(CustodyEvent.VIEWED, "v", id, "a"));
            attend(task, store);
            assertThat(objects(id)).as("what came later too").hasSize(9).allMatch(StoredObject::held);

            StoreFixture.published(store, Facts.plain(CustodyEvent.RELEASED, "h-1", id, "a"));
            attend(task, store);
            assertThat(objects(id)).as("one hold is left").allMatch(StoredObject::held);

            StoreFixture.published(store, Facts.plain(CustodyEvent.RELEASED, "h-2", id, "a"));
            attend(task, store);
            assertThat(objects(id)).noneMatch(StoredObject::held);
            assertThat(row(store, id).isHeld()).isFalse();
            assertThat(store.ledger().held()).isEmpty();
        }
    }

    @Test
    void aHeldRecordingCannotBeDisposedOfNorADisposedOneHeld() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        try (CustodyStore store = fixture.open()) {
            RecordingId id = sealed(store);
            // Sent at once, so that they may be sequenced in one batch.
            CompletableFuture<Sequenced> held = store.log().append(Facts.plain(CustodyEvent.HELD, "h", id, "a"));
            CompletableFuture<Sequenced> disposed = store.log().append(Facts.plain(CustodyEvent.DISPOSED, "", id, "a"));
            held.get();
            assertThatThrownBy(disposed::get)
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("legal hold");
            assertThatThrownBy(() -> StoreFixture.append(store, Facts.plain(CustodyEvent.DISPOSED, "", id, "a")))
                    .hasMessageContaining("legal hold");

            StoreFixture.append(store, Facts.plain(CustodyEvent.RELEASED, "h", id, "a"));
            Sequenced gone = StoreFixture.published(store, Facts.plain(CustodyEvent.DISPOSED, "", id, "a"));

            for (CustodyEvent late : List.of(CustodyEvent.HELD, CustodyEvent.VIEWED)) {
                assertThatThrownBy(() -> StoreFixture.append(store, Facts.plain(late, "late", id, "a")))
                        .hasMessageContaining("disposed of");
            }
            Sequenced again = StoreFixture.append(store, Facts.plain(CustodyEvent.DISPOSED, "other order", id, "a"));
            assertThat(again.index()).as("once and no more").isEqualTo(gone.index());
        }
    }

    @Test
    void retentionIsLengthenedOnEveryObjectAndNeverShortened() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id;
        try (CustodyStore store = fixture.open()) {
            KeepingTask task = task(store);
            id = sealed(store);
            StoreFixture.published(store, retained(id, LATER));
            StoreFixture.published(store, retained(id, LATER.minusSeconds(1000)));
            attend(task, store);

            assertThat(row(store, id).retainUntil()).contains(LATER);
            assertThat(objects(id)).hasSize(8).allMatch(object -> !object.retainUntil()
                    .isBefore(LATER));
            Sequenced viewed = StoreFixture.published(store, Facts.plain(CustodyEvent.VIEWED, "v", id, "a"));
            assertThat(worm.find(ObjectKey.detail(id, viewed.entry().detail()))
                            .orElseThrow()
                            .retainUntil())
                    .as("later details as long, and no longer")
                    .isEqualTo(LATER);
            assertThat(store.ledger().expired(LATER.plusSeconds(1), Optional.of("a"), 10))
                    .containsExactly(id);
            assertThat(store.ledger().expired(LATER, Optional.of("a"), 10)).isEmpty();
            assertThat(store.ledger().expired(LATER.plusSeconds(1), Optional.of("b"), 10))
                    .isEmpty();
        }
    }

    @Test
    void aRebuildFromTheStoreKnowsHoldsAndDates() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id;
        Recording before;
        try (CustodyStore store = fixture.open()) {
            id = sealed(store);
            StoreFixture.append(store, Facts.plain(CustodyEvent.HELD, "h-1", id, "a"));
            StoreFixture.append(store, Facts.plain(CustodyEvent.HELD, "h-2", id, "a"));
            StoreFixture.append(store, retained(id, LATER));
            StoreFixture.published(store, Facts.plain(CustodyEvent.RELEASED, "h-1", id, "a"));
            before = row(store, id);
        }
        RebuildReport report = Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE);
        assertThat(report.replaced()).isTrue();
        try (CustodyStore store = fixture.open()) {
            assertThat(row(store, id)).isEqualTo(before);
            assertThat(store.ledger().held()).containsExactly(id);
            assertThatThrownBy(() -> StoreFixture.append(store, Facts.plain(CustodyEvent.DISPOSED, "", id, "a")))
                    .hasMessageContaining("h-2");
        }
    }

    /** Each write on the way from the fact to the last object fails, or the process dies there. */
    @Test
    void everyWriteMayBeTheLast() throws Exception {
        everyWriteMayFail(Outcome.DIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "FAILED_BUT_WRITTEN", "DIED", "DIED_AFTER_WRITING"})
    void everyWriteMayFail(Outcome outcome) throws Exception {
        for (int point = 0; ; point++) {
            MemoryWorm fresh = new MemoryWorm();
            StoreFixture fixture = new StoreFixture(directory.resolve(outcome + "-" + point), fresh);
            note.upTo(0);
            RecordingId id = Facts.id();
            try (CustodyStore store = fixture.open()) {
                StoreFixture.append(store, Facts.received(id, "a", "cam"));
                StoreFixture.published(store, Facts.sealed(fresh, id, "a", "cam"));
            }
            int failing = point;
            fresh.fault((number, key) -> number == failing ? outcome : Outcome.DONE);
            try (CustodyStore store = fixture.open()) {
                orders(store, id, fresh);
            } catch (Exception died) {
                assertThat(fresh.isDead()).as(String.valueOf(died)).isTrue();
            }
            boolean reached = fresh.puts() > point;
            fresh.fault((number, key) -> Outcome.DONE);
            try (CustodyStore store = fixture.open()) {
                orders(store, id, fresh);
                assertThat(row(store, id).holds()).containsExactly("h");
                assertThat(row(store, id).retainUntil()).contains(LATER);
                try (Stream<ObjectKey> keys = fresh.list(ObjectKey.recordingPrefix(id))) {
                    assertThat(keys.map(key -> fresh.find(key).orElseThrow()))
                            .as("point %s", point)
                            .hasSize(6)
                            .allMatch(StoredObject::held)
                            .allMatch(object -> !object.retainUntil().isBefore(LATER));
                }
            }
            if (!reached) {
                assertThat(point).isGreaterThan(15);
                return;
            }
        }
    }

    /** What a caller without an answer does again, and what whoever leads does until it succeeds. */
    private void orders(CustodyStore store, RecordingId id, MemoryWorm fresh) throws Exception {
        StoreFixture.append(store, Facts.plain(CustodyEvent.HELD, "h", id, "a"));
        Sequenced last = StoreFixture.append(store, retained(id, LATER));
        Await.until(() -> fresh.isDead() || store.log().published(last.index()).isDone());
        KeepingTask task = new KeepingTask(store.log(), store.ledger(), fresh, note);
        while (true) {
            try {
                attend(task, store);
                return;
            } catch (IOException e) {
                if (fresh.isDead()) {
                    throw e;
                }
            }
        }
    }
}
