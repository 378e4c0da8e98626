package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;

class CustodyStoreTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/1", Facts.RANDOM);
    private CustodyStore store;

    @BeforeEach
    void open() throws Exception {
        store = store();
        store.start();
    }

    private CustodyStore store() {
        return new CustodyStore(
                CustodySettings.defaults(directory.resolve("db")).withFlushInterval(Duration.ZERO),
                worm,
                signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                new PrometheusRegistry());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private Sequenced append(CustodyFact fact) throws Exception {
        return store.log().append(fact).get(20, TimeUnit.SECONDS);
    }

    private Sequenced published(CustodyFact fact) throws Exception {
        Sequenced sequenced = append(fact);
        store.log().published(sequenced.index()).get(20, TimeUnit.SECONDS);
        return sequenced;
    }

    private void reopen() throws Exception {
        store.close();
        store = store();
        store.start();
    }

    @Test
    void receiptProvesTheSealedEntry() throws Exception {
        RecordingId id = Facts.id();
        append(Facts.received(id, "a", "cam"));
        assertThat(store.log().receipt(id)).isEmpty();
        Sequenced sealed = published(Facts.sealed(worm, id, "a", "cam"));

        TlogProof receipt =
                TlogProof.parse(store.log().receipt(id).orElseThrow().encode());
        assertThat(receipt.provesExtra()).isTrue();
        assertThat(receipt.checkpoint().verifiedBy(List.of(signer.verifierKey())))
                .containsExactly(signer.verifierKey());
        assertThat(Entry.parse(receipt.extra())).isEqualTo(sealed.entry());
        assertThat(sealed.entry().manifest())
                .contains(Facts.manifest(id, "a", "cam").digest());
        assertThat(Checkpoint.parse(receipt.checkpoint().text()).origin()).isEqualTo("log.test/1");
    }

    @Test
    void replayFindsItsEntryAlsoAfterARestart() throws Exception {
        RecordingId id = Facts.id();
        CustodyFact received = Facts.received(id, "a", "cam");
        CustodyFact viewed = Facts.plain(CustodyEvent.VIEWED, "request-1", id, "a");
        Sequenced first = append(received);
        Sequenced view = append(viewed);
        CompletableFuture<Sequenced> twiceAtOnce = store.log().append(viewed);
        assertThat(twiceAtOnce.get(20, TimeUnit.SECONDS).replayed()).isTrue();
        reopen();
        assertThat(append(received)).isEqualTo(new Sequenced(first.index(), first.entry(), true));
        assertThat(append(viewed)).isEqualTo(new Sequenced(view.index(), view.entry(), true));
        assertThat(append(Facts.plain(CustodyEvent.VIEWED, "request-2", id, "a"))
                        .index())
                .isEqualTo(2);
    }

    @Test
    void sealedAndQuarantinedShareOnePlace() throws Exception {
        RecordingId id = Facts.id();
        Sequenced quarantined = published(Facts.quarantined(id, "a", "cam"));
        Sequenced sealed = append(Facts.sealed(worm, id, "a", "cam"));
        assertThat(sealed.replayed()).isTrue();
        assertThat(sealed.index()).isEqualTo(quarantined.index());
        Recording recording = store.ledger().find(id).orElseThrow();
        assertThat(recording.state()).isEqualTo(RecordingState.QUARANTINED);
        assertThat(recording.reason()).contains("chunk 0 differs");
    }

    @Test
    void camerasChainTheirEntries() throws Exception {
        List<CompletableFuture<Sequenced>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String camera = "cam" + i % 3;
            RecordingId id = Facts.id();
            answers.add(store.log()
                    .append(i % 5 == 0 ? Facts.quarantined(id, "a", camera) : Facts.sealed(worm, id, "a", camera)));
        }
        for (int camera = 0; camera < 3; camera++) {
            Sha256 previous = Sha256.ZERO;
            long position = 0;
            for (int i = camera; i < 30; i += 3) {
                Entry entry = answers.get(i).get(20, TimeUnit.SECONDS).entry();
                assertThat(entry.position()).hasValue(++position);
                assertThat(entry.previous()).contains(previous);
                assertThat(entry.camera()).contains(Entry.cameraKey("a", "cam" + camera));
                previous = entry.digest();
            }
        }
    }

    @Test
    void namesAreInTheDetailAloneAndTheEntryHasItsDigest() throws Exception {
        RecordingId id = Facts.id();
        Sequenced received = published(Facts.received(id, "a", "cam"));
        assertThat(received.entry().json().text()).doesNotContain("officer").doesNotContain("film-");
        byte[] detail = worm.objects.get(ObjectKey.detail(id, received.entry().detail()));
        assertThat(Sha256.of(detail)).isEqualTo(received.entry().detail());
        CustodyRecord record = store.ledger().custody(id).get(0);
        assertThat(record.detail().orElseThrow().canonical()).isEqualTo(detail);
        assertThat(record.detail().orElseThrow().string("salt")).hasSize(64);
    }

    @Test
    void ledgerTellsTheStory() throws Exception {
        RecordingId id = Facts.id();
        published(Facts.received(id, "a", "cam"));
        Recording landed = store.ledger().find(id).orElseThrow();
        assertThat(landed.state()).isEqualTo(RecordingState.LANDED);
        assertThat(landed.name()).contains("film-" + id + ".mp4");
        assertThat(landed.labels()).containsEntry("case", "case-cam");
        assertThat(landed.sequence()).hasValue(7);
        assertThat(landed.sha256()).isEmpty();

        store.ledger().block(id, "a", "cam", 1, "disk is full");
        assertThat(store.ledger().find(id).orElseThrow().reason()).contains("disk is full");
        assertThat(store.ledger().counts()).containsEntry(RecordingState.BLOCKED, 1L);

        published(Facts.sealed(worm, id, "a", "cam"));
        published(Facts.inspected(worm, id, "a", "continuous"));
        store.ledger().block(id, "a", "cam", 1, "the same note, out of a queue that is read again");
        Recording sealed = store.ledger().find(id).orElseThrow();
        assertThat(sealed.state()).isEqualTo(RecordingState.SEALED);
        assertThat(sealed.reason()).isEmpty();
        assertThat(sealed.sha256()).contains(Sha256.of(Facts.film(id)));
        assertThat(sealed.position()).hasValue(1);
        assertThat(sealed.description()).isEqualTo("done");
        assertThat(sealed.analysis().orElseThrow().object("continuity").string("verdict"))
                .isEqualTo("continuous");
        assertThat(store.ledger().counts())
                .isEqualTo(Map.of(
                        RecordingState.LANDED, 0L,
                        RecordingState.SEALED, 1L,
                        RecordingState.BLOCKED, 0L,
                        RecordingState.QUARANTINED, 0L,
                        RecordingState.DISPOSED, 0L));

        published(Facts.plain(CustodyEvent.DISPOSED, "", id, "a"));
        Recording disposed = store.ledger().find(id).orElseThrow();
        assertThat(disposed.state()).isEqualTo(RecordingState.DISPOSED);
        assertThat(disposed.labels()).isEmpty();
        assertThat(disposed.name()).isEmpty();
        assertThat(disposed.camera()).isEmpty();
        assertThat(store.ledger().custody(id))
                .extracting(record -> record.detail().isPresent())
                .containsExactly(false, false, false, true);
    }

    @Test
    void sealedWithoutReceivedIsFilledFromTheManifest() throws Exception {
        RecordingId id = Facts.id();
        published(Facts.sealed(worm, id, "a", "cam"));
        Recording recording = store.ledger().find(id).orElseThrow();
        assertThat(recording.camera()).isEqualTo("cam");
        assertThat(recording.size()).isEqualTo(Facts.film(id).length);
        assertThat(recording.recordedStart()).contains(Facts.NOW.minusSeconds(7200));
        published(Facts.received(id, "a", "cam"));
        assertThat(store.ledger().find(id).orElseThrow().state()).isEqualTo(RecordingState.SEALED);
        assertThat(store.ledger().find(id).orElseThrow().name()).isPresent();
    }

    @Test
    void theSameBytesFromTheSameCameraAreARepeatOfTheFirst() throws Exception {
        RecordingId first = Facts.id();
        RecordingId again = Facts.id();
        RecordingId elsewhere = Facts.id();
        byte[] film = {1, 2, 3};
        append(Facts.sealed(worm, first, "a", "cam", film));
        append(Facts.sealed(worm, again, "a", "cam", film));
        published(Facts.sealed(worm, elsewhere, "a", "other", film));
        assertThat(store.ledger().find(first).orElseThrow().repeatOf()).isEmpty();
        assertThat(store.ledger().find(again).orElseThrow().repeatOf()).contains(first);
        assertThat(store.ledger().find(elsewhere).orElseThrow().repeatOf()).isEmpty();
    }

    @Test
    void nothingIsShownBeforeItIsInTheStore() throws Exception {
        worm.fault((number, key) -> MemoryWorm.Outcome.FAILED);
        RecordingId id = Facts.id();
        append(Facts.received(id, "a", "cam"));
        Sequenced sealed = append(Facts.plain(CustodyEvent.HELD, "x", id, "a"));
        Await.until(() -> store.health().state() == LogHealth.State.RETRYING);
        assertThat(store.log().publishedSize()).isZero();
        assertThat(store.log().checkpoint()).isEmpty();
        assertThat(store.log().proof(sealed.index())).isEmpty();
        assertThat(store.log().read(0, 10)).isEmpty();
        assertThat(store.ledger().custody(id)).isEmpty();
        assertThat(store.health().backlog()).isEqualTo(2);
        assertThat(store.health().oldestUnpublished()).isPresent();
        assertThat(store.health().lastError().orElseThrow()).contains("injected");
        worm.fault((number, key) -> MemoryWorm.Outcome.DONE);
        store.log().published(sealed.index()).get(20, TimeUnit.SECONDS);
        assertThat(store.health().state()).isEqualTo(LogHealth.State.RUNNING);
        assertThat(store.ledger().custody(id)).hasSize(2);
    }

    @Test
    void checkpointsExtendOneAnotherAndTilesEndAtThem() throws Exception {
        List<Checkpoint> seen = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 17; j++) {
                append(Facts.plain(CustodyEvent.VIEWED, i + "/" + j, Facts.id(), "a"));
            }
            published(Facts.plain(CustodyEvent.VIEWED, "last", Facts.id(), "a"));
            seen.add(Checkpoint.parse(
                    SignedNote.parse(store.log().checkpoint().orElseThrow()).text()));
        }
        Checkpoint newest = seen.get(seen.size() - 1);
        assertThat(newest.size()).isEqualTo(40 * 18);
        for (Checkpoint older : seen) {
            assertThat(TreeProofs.verifyConsistency(
                            older.size(),
                            older.root(),
                            newest.size(),
                            newest.root(),
                            TreeProofs.consistency(
                                    older.size(), newest.size(), store.log().tiles())))
                    .isTrue();
        }
        assertThat(store.log().tiles().hashes(0, 2)).hasSize((720 - 512) * 32);
        assertThat(store.log().tiles().hashes(1, 0)).hasSize(2 * 32);
        assertThatThrownBy(() -> store.log().tiles().hashes(0, 3)).hasMessageContaining("no published tile");
        assertThatThrownBy(() -> store.log().tiles().hashes(2, 0)).hasMessageContaining("no published tile");
    }

    @Test
    void aWrongFactFailsAloneAndSaysWhy() throws Exception {
        RecordingId id = Facts.id();
        CompletableFuture<Sequenced> wrong = store.log().append(Facts.plain(CustodyEvent.SEALED, "", id, "a"));
        CompletableFuture<Sequenced> right = store.log().append(Facts.received(id, "a", "cam"));
        assertThatThrownBy(() -> wrong.get(20, TimeUnit.SECONDS)).hasMessageContaining("manifest");
        assertThat(right.get(20, TimeUnit.SECONDS).index()).isZero();
    }

    @Test
    void anotherContentInTheStoreStopsTheLog() throws Exception {
        worm.objects.put(ObjectKey.segment(0), new byte[] {0, 1, 'x'});
        CompletableFuture<Sequenced> appended = store.log().append(Facts.received(Facts.id(), "a", "cam"));
        appended.get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> published = store.log().published(0);
        assertThatThrownBy(() -> published.get(20, TimeUnit.SECONDS)).hasMessageContaining("run rebuild");
        Await.until(() -> store.health().state() == LogHealth.State.STOPPED);
        Await.until(
                () -> store.log().append(Facts.received(Facts.id(), "a", "cam")).isCompletedExceptionally());
        assertThat(store.log().publishedSize()).isZero();
    }

    @Test
    void listenersHearOfEachPublication() throws Exception {
        CompletableFuture<Long> heard = new CompletableFuture<>();
        store.log().onPublished(() -> heard.complete(store.log().publishedSize()));
        published(Facts.received(Facts.id(), "a", "cam"));
        assertThat(heard.get(20, TimeUnit.SECONDS)).isPositive();
        assertThat(store.log().read(0, 5)).hasSize(1);
    }

    @Test
    void tooMuchUnpublishedMakesFactsWaitAndThenFail() throws Exception {
        store.close();
        store = new CustodyStore(
                CustodySettings.defaults(directory.resolve("small"))
                        .withFlushInterval(Duration.ZERO)
                        .withRetries(Duration.ofMillis(5), Duration.ofMillis(5))
                        .withLimits(3, 2, 10),
                worm,
                signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                new PrometheusRegistry());
        store.start();
        worm.fault((number, key) -> MemoryWorm.Outcome.FAILED);
        List<CompletableFuture<Sequenced>> futures = new ArrayList<>();
        Await.until(() -> {
            CompletableFuture<Sequenced> future = store.log().append(Facts.received(Facts.id(), "a", "cam"));
            if (future.isCompletedExceptionally()) {
                assertThatThrownBy(future::get).hasCauseInstanceOf(LogFullException.class);
                return true;
            }
            futures.add(future);
            return false;
        });
        Await.until(() -> store.health().state() == LogHealth.State.FULL);
        worm.fault((number, key) -> MemoryWorm.Outcome.DONE);
        for (CompletableFuture<Sequenced> future : futures) {
            future.get(20, TimeUnit.SECONDS);
        }
    }

    /** However long entries may wait: a whole segment goes at once, and what is left over waits for company. */
    @Test
    void aWholeSegmentIsNotWaitedWithAndTheRestIs() throws Exception {
        store.close();
        store = new CustodyStore(
                CustodySettings.defaults(directory.resolve("rare"))
                        .withFlushInterval(Duration.ofHours(1))
                        .withLimits(10_000, 10_000, 3),
                worm,
                signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                new PrometheusRegistry());
        store.start();
        List<CompletableFuture<Sequenced>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            futures.add(store.log().append(Facts.received(Facts.id(), "a", "cam")));
        }
        store.log().published(2).get(20, TimeUnit.SECONDS);
        futures.get(3).get(20, TimeUnit.SECONDS);
        append(Facts.received(Facts.id(), "a", "cam"));
        published(Facts.received(Facts.id(), "a", "cam"));
        append(Facts.received(Facts.id(), "a", "cam"));
        store.close();
        assertThat(segments()).as("entries of each segment").containsExactly(3, 3, 1);
    }

    private List<Integer> segments() {
        return worm.objects.entrySet().stream()
                .filter(object -> object.getKey().value().startsWith(StoredLog.SEGMENTS))
                .map(object -> LogSegment.decode(object.getValue()).size())
                .toList();
    }

    @Test
    void metricsTellOfLogAndStates() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        store.close();
        store = new CustodyStore(
                CustodySettings.defaults(directory.resolve("metered")).withFlushInterval(Duration.ZERO),
                new MemoryWorm(),
                signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                registry);
        store.start();
        published(Facts.received(Facts.id(), "a", "cam"));
        Map<String, String> names = new java.util.HashMap<>();
        registry.scrape().forEach(snapshot -> names.put(snapshot.getMetadata().getName(), snapshot.toString()));
        assertThat(names)
                .containsKeys(
                        "unbroken_log_entries",
                        "unbroken_log_published_size",
                        "unbroken_log_unpublished_entries",
                        "unbroken_log_publish_seconds",
                        "unbroken_recordings");
    }

    @Test
    void searchAnswersByFilters() throws Exception {
        RecordingId one = Facts.id();
        RecordingId two = Facts.id();
        append(Facts.received(one, "a", "cam1"));
        append(Facts.received(two, "b", "cam2"));
        published(Facts.sealed(worm, two, "b", "cam2"));
        assertThat(found(Optional.empty(), Optional.empty())).containsExactly(two, one);
        assertThat(found(Optional.of("a"), Optional.empty())).containsExactly(one);
        assertThat(found(Optional.empty(), Optional.of(RecordingState.SEALED))).containsExactly(two);
        assertThat(found(Optional.of("a"), Optional.of(RecordingState.SEALED))).isEmpty();
    }

    private List<RecordingId> found(Optional<String> agency, Optional<RecordingState> state) throws Exception {
        Optional<Instant> any = Optional.empty();
        return store
                .ledger()
                .search(new RecordingQuery(
                        agency, Optional.empty(), any, any, state, Optional.empty(), Optional.empty(), 10))
                .recordings()
                .stream()
                .map(Recording::id)
                .toList();
    }
}
