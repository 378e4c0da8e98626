package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.DoubtfulDocuments.Fault;
import org.unbroken.storage.shared.MemorySharedDocuments;

/**
 * Two gateways at one upload, each acting in the middle of the other's steps, over a store and a queue that fail now and
 * then. Everything follows from the seed.
 */
class SharedSessionsRaceTest {
    private static final RecordingId ID = Uploads.id(1);
    private static final int CHUNKS = 4;
    private static final long SIZE = CHUNKS * (long) ChunkChain.CHUNK_BYTES;

    @Property(tries = 600)
    void oneEndAndNoContradiction(@ForAll long seed) throws IOException {
        new World(seed).play();
    }

    /** What a random walk would need luck for: the newer owner completes while the older one is about to. */
    @Test
    void whoeverWasTakenOverCannotCompleteOtherwise() throws IOException {
        MemorySharedDocuments documents = new MemorySharedDocuments();
        List<Landing> published = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(Uploads.NOON);
        UploadSessions older =
                new SharedUploadSessions(documents, published::add, "a", Uploads.AGAIN, clock, new Random(1));
        UploadSessions newer =
                new SharedUploadSessions(documents, published::add, "b", Uploads.AGAIN, clock, new Random(2));
        older.create(Uploads.session(1));
        older.putChunk(ID, 0, Uploads.digest(0));
        newer.acquire(ID);
        assertThat(older.isHeld(ID)).isFalse();
        assertThatThrownBy(() -> older.putChunk(ID, 1, Uploads.digest(7))).isInstanceOf(TakenOverException.class);
        newer.putChunk(ID, 1, Uploads.digest(1));
        Landing landing =
                newer.complete(ID, 2L * ChunkChain.CHUNK_BYTES, newer.chunks(ID), Uploads.NOON, OptionalLong.empty());
        assertThat(older.discard(ID)).isFalse();
        assertThat(older.landing(ID)).hasValue(landing);
        assertThat(published).containsExactly(landing);
    }

    private static final class World {
        final long seed;
        final Random random;
        final MemorySharedDocuments documents = new MemorySharedDocuments();
        final List<Landing> published = new ArrayList<>();
        final TreeMap<Integer, Sha256> recorded = new TreeMap<>();
        final Gateway[] gateways = new Gateway[2];
        boolean calm = true;
        boolean nested;
        boolean acknowledged;
        boolean discarded;

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            gateways[0] = new Gateway(0);
            gateways[1] = new Gateway(1);
        }

        void play() throws IOException {
            gateways[0].sessions.create(Uploads.session(1));
            calm = false;
            for (int step = 0; step < 40; step++) {
                gateways[random.nextInt(2)].act();
            }
            calm = true;
            check();
        }

        /** In the middle of one gateway's step the other does one of its own. */
        void between(int number) {
            if (!calm && !nested && random.nextInt(4) == 0) {
                nested = true;
                try {
                    gateways[1 - number].act();
                } finally {
                    nested = false;
                }
            }
        }

        Fault fate() {
            return calm || random.nextInt(8) != 0
                    ? Fault.NONE
                    : random.nextBoolean() ? Fault.FAILS : Fault.FAILS_BUT_DONE;
        }

        void publish(Landing landing) throws IOException {
            Fault fault = fate();
            if (fault != Fault.FAILS) {
                published.add(landing);
            }
            if (fault != Fault.NONE) {
                throw new IOException("injected: queue");
            }
        }

        void check() throws IOException {
            SharedUploadSessions third = gateways[0].anew(documents);
            assertThat(third.republish(10)).as("seed %d", seed).isZero();
            var landing = third.landing(ID);
            assertThat(published.stream().distinct().toList())
                    .as("seed %d: what the queue was told", seed)
                    .isEqualTo(landing.stream().toList());
            assertThat(acknowledged && landing.isEmpty()).as("seed %d", seed).isFalse();
            assertThat(discarded && landing.isPresent()).as("seed %d", seed).isFalse();
            List<Sha256> kept = landing.map(Landing::chunks).orElseGet(() -> chunks(third));
            if (third.find(ID).isPresent()) {
                recorded.forEach((index, digest) ->
                        assertThat(kept.get(index)).as("seed %d", seed).isEqualTo(digest));
            }
            // And no index is left that says otherwise.
            var later = Uploads.NOON.plusSeconds(1 << 20);
            boolean unfinished = third.find(ID).isPresent() && landing.isEmpty();
            assertThat(third.expired(later, 10)).hasSize(unfinished ? 1 : 0);
            assertThat(third.openUploads("agency", "c-10")).as("seed %d", seed).isEqualTo(unfinished ? 1 : 0);
            assertThat(third.unpublished()).isZero();
            if (!unfinished) {
                try (var names = documents.list("landing/")) {
                    assertThat(names).isEmpty();
                }
            }
        }

        private static List<Sha256> chunks(UploadSessions sessions) {
            try {
                return sessions.chunks(ID);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private final class Gateway {
            final int number;
            final SharedUploadSessions sessions;
            long nanos;

            Gateway(int number) {
                this.number = number;
                this.sessions = new SharedUploadSessions(
                        new DoubtfulDocuments(documents, World.this::fate, () -> between(number)),
                        World.this::publish,
                        "gateway",
                        Uploads.AGAIN,
                        InstantSource.fixed(Uploads.NOON),
                        new Random(number),
                        () -> nanos += 3_000_000_000L);
            }

            SharedUploadSessions anew(MemorySharedDocuments calmDocuments) {
                return new SharedUploadSessions(
                        calmDocuments,
                        World.this::publish,
                        "third",
                        Uploads.AGAIN,
                        InstantSource.fixed(Uploads.NOON),
                        new Random(3));
            }

            void act() {
                try {
                    step(random.nextInt(16));
                } catch (IOException | IllegalStateException e) {
                    // Taken over, ended, or failed: whatever it was, the next step starts from the documents.
                }
            }

            private void step(int choice) throws IOException {
                if (choice < 5) {
                    sessions.acquire(ID);
                } else if (choice < 10) {
                    int index = sessions.chunks(ID).size();
                    if (index < CHUNKS) {
                        // Each gateway was sent something else.
                        Sha256 digest = Sha256.of("chunk " + index + " at " + number);
                        sessions.putChunk(ID, index, digest);
                        recorded.put(index, digest);
                    }
                } else if (choice < 12) {
                    sessions.extend(ID, Uploads.NOON.plusSeconds(random.nextInt(10_000)));
                } else if (choice < 14) {
                    List<Sha256> all = new ArrayList<>(sessions.chunks(ID));
                    while (all.size() < CHUNKS) {
                        all.add(Sha256.of("chunk " + all.size() + " at " + number));
                    }
                    sessions.complete(ID, SIZE, all, Uploads.NOON.plusNanos(random.nextInt(9)), OptionalLong.empty());
                    acknowledged = true;
                } else if (choice < 15) {
                    sessions.republish(10);
                } else if (random.nextInt(4) == 0) {
                    discarded |= sessions.discard(ID);
                }
            }
        }
    }
}
