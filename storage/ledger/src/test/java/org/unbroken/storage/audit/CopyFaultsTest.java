package org.unbroken.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Tile;
import org.unbroken.storage.replica.Replication;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** What must not become of the copy: rotten, incomplete for one object's sake, unheld, or a refuge of what was disposed of. */
@Tag("slow")
class CopyFaultsTest {
    @TempDir
    Path directory;

    private CopiedStore copied;
    private AuditedStore store;

    @BeforeEach
    void open() throws IOException {
        copied = new CopiedStore(directory);
        store = copied.store;
    }

    @AfterEach
    void close() throws IOException {
        copied.close();
    }

    private void forgetThePlace() {
        store.records.documents.remove("replica");
    }

    @Test
    void aRottenSegmentOrCheckpointHereLeavesTheGoodOneThere() throws Exception {
        store.sealed();
        copied.replicate();
        for (ObjectKey key : List.of(
                ObjectKey.segment(0), ObjectKey.checkpoint(store.custody().log().publishedSize()))) {
            byte[] good = Files.readAllBytes(copied.there(key));
            store.flip(key, 20);
            forgetThePlace();
            copied.replicate();

            assertThat(copied.there(key)).hasBinaryContent(good);
            assertThat(copied.waiting()).singleElement().satisfies(waiting -> {
                assertThat(waiting.string("object")).isEqualTo(key.value());
                assertThat(waiting.string("why")).contains("the first store has other bytes", "than the log");
            });
            store.flip(key, 20);
        }
        store.time.step(Duration.ofHours(1));
        forgetThePlace();
        copied.replicate();
        assertThat(copied.waiting()).isEmpty();
    }

    @Test
    void aRottenTileIsNotBroughtByTheRoundAndIsTold() throws Exception {
        store.entries(Tile.FULL_WIDTH);
        store.keepTiles();
        ObjectKey bundle = ObjectKey.tile(Tile.entries(0, Tile.FULL_WIDTH));
        ObjectKey hashes = ObjectKey.tile(new Tile(0, 0, Tile.FULL_WIDTH));
        store.flip(bundle, 700);
        store.flip(hashes, 700);

        JsonObject round = copied.round();
        assertThat(round.integer("failed")).isEqualTo(2);
        assertThat(round.string("why")).contains("log/tile/", "is not the tile that the log makes");
        assertThat(copied.second.find(bundle)).isEmpty();
        assertThat(copied.second.find(hashes)).isEmpty();

        store.flip(bundle, 700);
        store.flip(hashes, 700);
        assertThat(copied.round().integer("failed")).isZero();
        assertThat(copied.there(hashes)).hasSameBinaryContentAs(store.path(hashes));
    }

    @Test
    void whatAFlushHasPutAndNotPublishedYetIsNeitherBroughtNorAFailure() throws Exception {
        store.sealed();
        ObjectKey next = ObjectKey.segment(store.custody().log().publishedSize());
        store.worm.put(next, new byte[] {0, 1, 2}, AuditedStore.KEPT_UNTIL);
        assertThat(copied.round().integer("failed")).isZero();
        assertThat(copied.second.find(next)).isEmpty();
    }

    @Test
    void aRottenListOfADisposalIsNotBrought() throws Exception {
        RecordingId batch = store.batch("the list".getBytes(StandardCharsets.US_ASCII));
        store.flip(ObjectKey.disposal(batch), 3);
        copied.replicate();
        assertThat(copied.second.find(ObjectKey.disposal(batch))).isEmpty();
        assertThat(copied.waiting().get(0).string("why")).contains("not the list that the log names");
    }

    @Test
    void aCopyThatDiffersIsNeverReplacedAndIsListed() throws Exception {
        RecordingId id = store.sealed();
        copied.replicate();
        ObjectKey original = ObjectKey.original(id);
        AuditedStore.flip(copied.there(original), 7);
        byte[] there = Files.readAllBytes(copied.there(original));
        forgetThePlace();
        copied.replicate();

        assertThat(copied.there(original)).hasBinaryContent(there);
        assertThat(copied.waiting().get(0).string("why")).contains("than the log names", "move them aside");

        Files.delete(copied.there(original));
        store.time.step(Duration.ofHours(1));
        copied.replicate();
        assertThat(copied.there(original)).hasSameBinaryContentAs(store.path(original));
        assertThat(copied.waiting()).isEmpty();
    }

    @Test
    void aCopyThatDiffersIsReadEverMoreSeldom() throws Exception {
        RecordingId id = store.sealed();
        copied.replicate();
        ObjectKey original = ObjectKey.original(id);
        AuditedStore.flip(copied.there(original), 7);
        forgetThePlace();
        AtomicInteger read = new AtomicInteger();
        copied.secondSeen = new ThroughWorm(copied.second) {
            @Override
            public SeekableByteChannel open(ObjectKey key) throws IOException {
                if (key.equals(original)) {
                    read.incrementAndGet();
                }
                return super.open(key);
            }
        };
        Replication following = copied.replication();
        for (int i = 0; i < 6 * 24 * 3; i++) {
            following.attend(store.newest());
            store.time.step(Duration.ofMinutes(10));
        }
        assertThat(read.get()).as("in three days").isBetween(5, 12);
        Files.delete(copied.there(original));
        store.time.step(Duration.ofMinutes(10));
        following.attend(store.newest());
        assertThat(copied.waiting()).as("moved aside").isEmpty();
    }

    @Test
    void noMoreWaitThanAreListedAndThePlaceStandsStill() throws Exception {
        for (int i = 0; i < 4; i++) {
            store.sealed();
        }
        Unwilling unwilling = new Unwilling(copied.second) {
            @Override
            public Optional<StoredObject> find(ObjectKey key) throws IOException {
                if (key.value().startsWith("recordings/")) {
                    refuse(key);
                }
                return super.find(key);
            }
        };
        copied.secondSeen = unwilling;
        Replication following = copied.replication(2);
        following.attend(store.newest());
        long place = copied.report().integer("copied_entries");
        assertThat(copied.waiting()).as("no more than one entry's objects more").hasSizeBetween(2, 4);
        assertThat(place).isLessThan(store.custody().log().publishedSize());
        assertThat(copied.second.find(ObjectKey.checkpoint(store.custody().log().publishedSize())))
                .as("it would cover what is not there")
                .isEmpty();

        unwilling.willing = true;
        for (int i = 0; i < 3; i++) {
            store.time.step(Duration.ofHours(1));
            following.attend(store.newest());
        }
        assertThat(copied.waiting()).isEmpty();
        assertThat(copied.report().integer("lag_entries")).isZero();
    }

    @Test
    void aDocumentThatWasCutShortHereIsNotBlamedOnTheCopy() throws Exception {
        RecordingId id = store.sealed();
        copied.replicate();
        ObjectKey detail = copied.there(id).stream()
                .filter(key -> key.value().contains("/details/"))
                .findFirst()
                .orElseThrow();
        byte[] good = Files.readAllBytes(copied.there(detail));
        for (ObjectKey key : List.of(detail, ObjectKey.manifest(id))) {
            byte[] there = Files.readAllBytes(copied.there(key));
            overwrite(store.path(key), Arrays.copyOf(there, there.length / 2));
            forgetThePlace();
            copied.replicate();

            assertThat(copied.there(key)).hasBinaryContent(there);
            assertThat(copied.waiting())
                    .filteredOn(waiting -> waiting.string("object").equals(key.value()))
                    .singleElement()
                    .satisfies(waiting -> assertThat(waiting.string("why"))
                            .contains("the first store has other bytes", "those in second are right")
                            .doesNotContain("aside"));
            overwrite(store.path(key), there);
        }

        overwrite(copied.there(detail), Arrays.copyOf(good, good.length / 2));
        forgetThePlace();
        copied.replicate();
        assertThat(copied.waiting().get(0).string("why"))
                .as("cut short there")
                .contains("second has other bytes", "move them aside");
    }

    private static void overwrite(Path path, byte[] bytes) throws IOException {
        Files.delete(path);
        Files.write(path, bytes);
    }

    @Test
    void whereTheLogTellsNothingNeitherOfTwoThatDifferIsTouched() throws Exception {
        store.sealed();
        copied.replicate();
        ObjectKey stamp = ObjectKey.timestamp(2, "one");
        store.worm.put(stamp, new byte[] {1, 2, 3}, AuditedStore.KEPT_UNTIL);
        copied.second.put(stamp, new byte[] {1, 2, 4}, AuditedStore.KEPT_UNTIL);
        String place = new String(store.records.documents.get("replica"), StandardCharsets.UTF_8);
        store.records.write(
                "replica",
                place.replace(
                                "\"waiting\":[]",
                                "\"waiting\":[{\"object\":\"" + stamp + "\",\"why\":\"the store was away\"}]")
                        .getBytes(StandardCharsets.UTF_8));
        copied.replicate();

        assertThat(copied.there(stamp)).hasBinaryContent(new byte[] {1, 2, 4});
        assertThat(copied.waiting().get(0).string("why")).contains("the two stores differ", "look at both");
    }

    /** A disposal that is carried out here and there while the round reads the original. */
    @Test
    void whatIsDisposedOfWhileItIsBroughtIsNotThereAfterwards() throws Exception {
        RecordingId gone = store.sealed();
        copied.replicate();
        store.time.step(
                Duration.between(AuditedStore.NOW, AuditedStore.KEPT_UNTIL).plusDays(1));
        ObjectKey original = ObjectKey.original(gone);
        Files.delete(copied.there(original));
        Replication following = copied.replication();
        AtomicReference<@Nullable Thread> disposal = new AtomicReference<>();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        copied.firstSeen = new ThroughWorm(store.worm) {
            @Override
            public SeekableByteChannel open(ObjectKey key) throws IOException {
                SeekableByteChannel channel = super.open(key);
                if (key.equals(original) && disposal.get() == null) {
                    Thread thread = new Thread(() -> {
                        try {
                            CopyFaultsTest.this.store.disposed(gone);
                            following.attend(CopyFaultsTest.this.store.newest());
                        } catch (Exception e) {
                            failure.set(e);
                        }
                    });
                    disposal.set(thread);
                    thread.start();
                    awaitWaitingOrOver(thread);
                }
                return channel;
            }
        };
        copied.round();
        Thread thread = disposal.get();
        assertThat(thread).isNotNull();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(failure.get()).isNull();
        // What was brought is locked for an hour at least.
        store.time.step(Duration.ofHours(2));
        copied.replicate();
        assertThat(copied.there(gone)).as("the disposal's own detail").hasSize(1);
    }

    private static void awaitWaitingOrOver(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the disposal neither waits nor ends");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void whatCameThereAfterADisposalIsErasedByTheNextRound() throws Exception {
        RecordingId gone = store.sealed();
        RecordingId stays = store.sealed();
        copied.replicate();
        store.time.step(
                Duration.between(AuditedStore.NOW, AuditedStore.KEPT_UNTIL).plusDays(1));
        store.disposed(gone);
        copied.replicate();
        Files.delete(store.path(ObjectKey.original(gone)));
        Files.delete(store.path(ObjectKey.original(stays)));
        copied.second.put(ObjectKey.manifest(gone), new byte[] {2}, store.now());
        copied.second.put(ObjectKey.original(gone), new byte[] {1}, store.now());

        assertThat(copied.round().integer("erased"))
                .as("one recording, of whatever many objects")
                .isEqualTo(1);
        assertThat(copied.second.find(ObjectKey.manifest(gone))).isEmpty();
        assertThat(copied.second.find(ObjectKey.original(gone))).isEmpty();
        assertThat(copied.second.find(ObjectKey.original(stays)))
                .as("perhaps the last there is")
                .isPresent();
    }

    /** A second store that does not do one thing with some of its objects. */
    private static class Unwilling extends ThroughWorm {
        boolean willing;

        Unwilling(WormStore store) {
            super(store);
        }

        void refuse(ObjectKey key) throws IOException {
            if (!willing) {
                throw new IOException("no permission for " + key);
            }
        }
    }

    @Test
    void anObjectThatCannotBeHeldHoldsUpNoOther() throws Exception {
        RecordingId held = store.sealed();
        copied.replicate();
        ObjectKey original = ObjectKey.original(held);
        Unwilling unwilling = new Unwilling(copied.second) {
            @Override
            public void hold(ObjectKey key) throws IOException {
                if (key.equals(original)) {
                    refuse(key);
                }
                super.hold(key);
            }
        };
        copied.secondSeen = unwilling;
        store.held(held);
        RecordingId later = store.sealed();
        copied.replicate();

        assertThat(copied.second.find(ObjectKey.original(later))).isPresent();
        assertThat(copied.second.find(ObjectKey.manifest(held)).map(StoredObject::held))
                .contains(true);
        assertThat(copied.waiting()).singleElement().satisfies(waiting -> {
            assertThat(waiting.string("object")).isEqualTo(original.value());
            assertThat(waiting.string("why")).contains("no permission");
        });

        unwilling.willing = true;
        store.time.step(Duration.ofHours(1));
        copied.replicate();
        assertThat(copied.second.find(original).map(StoredObject::held)).contains(true);
        assertThat(copied.waiting()).isEmpty();
    }

    @Test
    void anObjectThatCannotBeErasedHoldsUpNoOther() throws Exception {
        RecordingId gone = store.sealed();
        copied.replicate();
        store.time.step(
                Duration.between(AuditedStore.NOW, AuditedStore.KEPT_UNTIL).plusDays(1));
        ObjectKey manifest = ObjectKey.manifest(gone);
        Unwilling unwilling = new Unwilling(copied.second) {
            @Override
            public void dispose(ObjectKey key, Instant now) throws IOException {
                if (key.equals(manifest)) {
                    refuse(key);
                }
                super.dispose(key, now);
            }
        };
        copied.secondSeen = unwilling;
        store.disposed(gone);
        RecordingId later = store.sealed();
        copied.replicate();

        assertThat(copied.second.find(ObjectKey.original(later))).isPresent();
        assertThat(copied.second.find(ObjectKey.original(gone))).isEmpty();
        assertThat(copied.report().array("erasing").objects()).hasSize(1);

        unwilling.willing = true;
        store.time.step(Duration.ofHours(1));
        copied.replicate();
        assertThat(copied.second.find(manifest)).isEmpty();
        assertThat(copied.report().array("erasing").objects()).isEmpty();
    }

    /** In these tests nobody obeys a hold in the first store: only the ledger knows of it. */
    @Test
    void whatIsBroughtIsHeldAndKeptAsTheLedgerHasIt() throws Exception {
        RecordingId id = store.sealed();
        Instant longer = Instant.parse("2045-01-01T00:00:00Z");
        store.held(id);
        store.retained(id, longer);
        copied.replicate();
        ObjectKey original = ObjectKey.original(id);
        assertThat(store.worm.find(original).orElseThrow().held()).isFalse();
        copied.second.release(original);
        Files.delete(copied.there(original));

        assertThat(copied.round().integer("brought")).isEqualTo(1);
        StoredObject there = copied.second.find(original).orElseThrow();
        assertThat(there.held()).isTrue();
        assertThat(there.retainUntil()).isEqualTo(longer);
    }

    @Test
    void aHoldThatTheSecondStoreLostIsPlacedAgain() throws Exception {
        RecordingId id = store.sealed();
        store.held(id);
        copied.replicate();
        ObjectKey original = ObjectKey.original(id);
        copied.second.release(original);
        Files.delete(store.path(original));

        copied.round();
        assertThat(copied.second.find(original).orElseThrow().held())
                .as("perhaps the last there is")
                .isTrue();
    }
}
