package org.unbroken.storage.worm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;

/** What every WORM store does, whatever it is made of. A test class implements it and says where its store is. */
public interface WormStoreContract {
    Instant UNTIL = Instant.parse("2031-03-04T05:06:07Z");

    /** A started, empty store, the same one within a test. */
    WormStore store();

    /** The staging area it stows from, started. */
    StagingArea staging();

    /** An id of that day and number. */
    static RecordingId id(String day, int number) {
        long millis = Instant.parse(day + "T00:00:00Z").toEpochMilli();
        return new RecordingId(String.format("%08x-%04x-7000-8000-%012x", millis >>> 16, millis & 0xffff, number));
    }

    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    default RecordingId staged(int number, byte[] bytes) throws IOException {
        RecordingId id = id("2026-11-21", number);
        try (StagedFile file = staging().create(id)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync(bytes.length);
        }
        return id;
    }

    default void assertKept(StoredObject object, Instant atLeast) {
        // Stores keep whole seconds; never a shorter time than was asked for.
        assertThat(object.retainUntil()).isBetween(atLeast, atLeast.plusSeconds(1));
    }

    default List<String> listed(String prefix) throws IOException {
        try (Stream<ObjectKey> keys = store().list(prefix)) {
            return keys.map(ObjectKey::value).toList();
        }
    }

    @Test
    default void keepsWhatWasPut() throws IOException {
        for (int size : new int[] {0, 1, 3 << 20}) {
            ObjectKey key = ObjectKey.segment(size);
            byte[] bytes = bytes(size, 7);

            StoredObject put = store().put(key, bytes, UNTIL);

            assertThat(put.key()).isEqualTo(key);
            assertThat(put.size()).isEqualTo(size);
            assertKept(put, UNTIL);
            assertThat(store().find(key)).contains(put);
            assertThat(store().read(key, size)).isEqualTo(bytes);
        }
    }

    @Test
    default void keepsNoShorterThanAskedToTheFractionOfASecond() throws IOException {
        Instant odd = UNTIL.plusMillis(1);
        assertKept(store().put(ObjectKey.segment(0), new byte[1], odd), odd);
    }

    @Test
    default void puttingTheSameAgainChangesNothingButALaterDate() throws IOException {
        ObjectKey key = ObjectKey.checkpoint(5);
        byte[] bytes = "five".getBytes(UTF_8);
        StoredObject first = store().put(key, bytes, UNTIL);

        assertThat(store().put(key, bytes, UNTIL)).isEqualTo(first);
        assertThat(store().put(key, bytes, UNTIL.minus(Duration.ofDays(1)))).isEqualTo(first);
        assertKept(store().put(key, bytes, UNTIL.plus(Duration.ofDays(1))), UNTIL.plus(Duration.ofDays(1)));
    }

    @Test
    default void refusesOtherBytesUnderAKeyThatIsTaken() throws IOException {
        ObjectKey key = ObjectKey.checkpoint(5);
        StoredObject first = store().put(key, "five".getBytes(UTF_8), UNTIL);

        for (String other : List.of("Five", "", "five and more")) {
            assertThatThrownBy(() -> store().put(key, other.getBytes(UTF_8), UNTIL.plusSeconds(60)))
                    .isInstanceOf(ObjectConflictException.class)
                    .hasMessageContaining(key.value());
        }

        assertThat(store().find(key)).contains(first);
        assertThat(store().read(key, 100)).asString(UTF_8).isEqualTo("five");
    }

    @Test
    default void saysWhatIsNotThere() throws IOException {
        ObjectKey key = ObjectKey.segment(9);
        assertThat(store().find(key)).isEmpty();
        assertThatThrownBy(() -> store().open(key)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().read(key, 1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().extend(key, UNTIL)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    default void readsNoMoreThanTheLimit() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store().put(key, new byte[101], UNTIL);
        assertThatThrownBy(() -> store().read(key, 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("101");
    }

    @Test
    default void opensForReadingAtAnyPlaceAndForNothingElse() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        byte[] bytes = bytes(100_000, 3);
        store().put(key, bytes, UNTIL);

        try (SeekableByteChannel channel = store().open(key)) {
            assertThat(channel.size()).isEqualTo(bytes.length);
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(77_777).read(one);
            assertThat(one.get(0)).isEqualTo(bytes[77_777]);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    default void stowsStagedBytes() throws IOException {
        byte[] bytes = bytes(1_000_000, 1);
        RecordingId id = staged(1, bytes);
        ObjectKey key = ObjectKey.original(id);

        StoredObject stowed = store().stow(id, bytes.length, key, UNTIL);

        assertThat(stowed.size()).isEqualTo(bytes.length);
        assertKept(stowed, UNTIL);
        try (InputStream in = Channels.newInputStream(store().open(key))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(store().stow(id, bytes.length, key, UNTIL))
                .as("stowed again")
                .isEqualTo(stowed);
        store().releaseStaged(id);
        store().releaseStaged(id);
        assertThat(staging().list()).isEmpty();
        assertThat(store().stow(id, bytes.length, key, UNTIL))
                .as("after release")
                .isEqualTo(stowed);
    }

    @Test
    default void stowsAnEmptyUpload() throws IOException {
        RecordingId id = staged(1, new byte[0]);
        assertThat(store().stow(id, 0, ObjectKey.original(id), UNTIL).size()).isZero();
    }

    @Test
    default void cannotStowWhatIsNowhere() {
        RecordingId id = id("2026-11-21", 1);
        assertThatThrownBy(() -> store().stow(id, 10, ObjectKey.original(id), UNTIL))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    default void stowsNothingOverAnotherObject() throws IOException {
        RecordingId id = staged(1, bytes(10, 1));
        ObjectKey key = ObjectKey.original(id);
        store().put(key, bytes(11, 2), UNTIL);

        assertThatThrownBy(() -> store().stow(id, 10, key, UNTIL)).isInstanceOf(ObjectConflictException.class);

        assertThat(store().read(key, 100)).isEqualTo(bytes(11, 2));
        assertThat(staging().list()).containsExactly(id);
    }

    @Test
    default void lengthensRetentionAndNeverShortensIt() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store().put(key, new byte[3], UNTIL);

        store().extend(key, UNTIL.minusSeconds(1000));
        assertKept(store().find(key).orElseThrow(), UNTIL);
        store().extend(key, UNTIL.plusSeconds(1000));
        assertKept(store().find(key).orElseThrow(), UNTIL.plusSeconds(1000));
        assertThat(store().read(key, 3)).isEqualTo(new byte[3]);
    }

    @Test
    default void holdsUntilReleasedWhateverTheDate() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        byte[] bytes = bytes(3, 1);
        assertThat(store().put(key, bytes, UNTIL).held()).isFalse();

        for (int i = 0; i < 2; i++) {
            store().hold(key);
            assertThat(store().find(key).orElseThrow().held()).as("held %s", i).isTrue();
        }
        assertKept(store().find(key).orElseThrow(), UNTIL);
        store().extend(key, UNTIL.plusSeconds(1000));
        StoredObject again = store().put(key, bytes, UNTIL);
        assertThat(again.held()).as("put again").isTrue();
        assertThat(store().find(key)).contains(again);
        assertKept(again, UNTIL.plusSeconds(1000));

        for (int i = 0; i < 2; i++) {
            store().release(key);
            assertThat(store().find(key).orElseThrow().held())
                    .as("released %s", i)
                    .isFalse();
        }
        assertKept(store().find(key).orElseThrow(), UNTIL.plusSeconds(1000));
        assertThat(store().read(key, 3)).isEqualTo(bytes);
        store().hold(key);
        assertThat(store().find(key).orElseThrow().held()).as("held anew").isTrue();
    }

    @Test
    default void holdsOneObjectAndNoOther() throws IOException {
        ObjectKey other = new ObjectKey("log/segments/00000000000000000000.more");
        store().put(other, new byte[1], UNTIL);
        RecordingId id = staged(1, bytes(10, 1));
        ObjectKey key = ObjectKey.original(id);
        store().stow(id, 10, key, UNTIL);
        store().put(ObjectKey.manifest(id), new byte[1], UNTIL);

        store().hold(key);
        store().release(other);

        assertThat(store().stow(id, 10, key, UNTIL).held()).isTrue();
        assertThat(store().find(ObjectKey.manifest(id)).orElseThrow().held()).isFalse();
        assertThat(store().find(other).orElseThrow().held()).isFalse();
        assertThat(listed("")).hasSize(3);
    }

    @Test
    default void cannotHoldWhatIsNotThere() throws IOException {
        ObjectKey key = ObjectKey.segment(9);
        assertThatThrownBy(() -> store().hold(key)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().release(key)).isInstanceOf(NoSuchFileException.class);
        assertThat(store().put(key, new byte[1], UNTIL).held()).isFalse();
    }

    @Test
    default void disposesOfNothingASecondTooEarlyAndOfAllAfterwards() throws IOException {
        RecordingId id = staged(1, bytes(10, 1));
        ObjectKey original = ObjectKey.original(id);
        store().stow(id, 10, original, UNTIL);
        byte[] bytes = bytes(5, 2);
        ObjectKey detail = ObjectKey.detail(id, Sha256.of(bytes));
        Instant until = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        putForSeconds(detail, bytes, until);

        assertThatThrownBy(() -> store().dispose(original, UNTIL.minusSeconds(1)))
                .isInstanceOf(StillKeptException.class)
                .hasMessageContaining(UNTIL.toString());
        assertThatThrownBy(() -> store().dispose(detail, until.minusSeconds(1)))
                .isInstanceOf(StillKeptException.class)
                .hasMessageContaining(until.toString());
        assertThat(listed("")).containsExactly(detail.value(), original.value());

        disposeOnceItIsTime(detail, until);

        assertThat(store().find(detail)).isEmpty();
        assertThatThrownBy(() -> store().read(detail, 100)).isInstanceOf(NoSuchFileException.class);
        store().dispose(detail, until);
        assertThat(listed("")).containsExactly(original.value());
        assertThat(store().put(detail, bytes, UNTIL).size())
                .as("the key is free")
                .isEqualTo(5);
    }

    /** A store that keeps everything for a day at least is told in another way. */
    default void putForSeconds(ObjectKey key, byte[] bytes, Instant until) throws IOException {
        store().put(key, bytes, until);
    }

    /** A store with a clock of its own waits for that one too. */
    private void disposeOnceItIsTime(ObjectKey key, Instant until) throws IOException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (true) {
            try {
                store().dispose(key, until);
                return;
            } catch (StillKeptException e) {
                throw e;
            } catch (IOException e) {
                assertThat(Instant.now()).as("refused: %s", e.getMessage()).isBefore(deadline);
            }
        }
    }

    @Test
    default void disposesOfNothingThatIsHeldHoweverOld() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        Instant until = Instant.now().plusSeconds(3);
        store().put(key, new byte[3], until);
        store().hold(key);

        assertThatThrownBy(() -> store().dispose(key, UNTIL))
                .isInstanceOf(StillKeptException.class)
                .hasMessageContaining("hold");
        assertThat(store().find(key).orElseThrow().held()).isTrue();

        store().release(key);
        assertThatThrownBy(() -> store().dispose(key, until.minusSeconds(1))).isInstanceOf(StillKeptException.class);
        assertThat(store().read(key, 3)).isEqualTo(new byte[3]);
    }

    @Test
    default void disposingOfWhatWasNeverThereIsNoError() throws IOException {
        store().dispose(ObjectKey.segment(7), UNTIL);
        store().dispose(ObjectKey.manifest(id("2026-11-21", 9)), UNTIL);
        assertThat(listed("")).isEmpty();
    }

    @Test
    default void listsByPrefixInAscendingOrder() throws IOException {
        List<String> keys = List.of(
                "a/b-c/d",
                "a/b.c",
                "a/b/c",
                "a/b0",
                "log/segments/00000000000000000000",
                "log/segments/00000000000000000010",
                "recordings/2026/01/01/x/original",
                "recordings/2026/01/02/x/original",
                "recordings/2026/11/01/x/original");
        List<String> shuffled = new ArrayList<>(keys);
        java.util.Collections.shuffle(shuffled, new Random(4));
        for (String key : shuffled) {
            store().put(new ObjectKey(key), new byte[1], UNTIL);
        }

        assertThat(listed("")).isEqualTo(keys);
        assertThat(listed("a/b")).isEqualTo(keys.subList(0, 4));
        assertThat(listed("a/b/")).containsExactly("a/b/c");
        assertThat(listed("log/segments/")).isEqualTo(keys.subList(4, 6));
        assertThat(listed("recordings/2026/01")).isEqualTo(keys.subList(6, 8));
        assertThat(listed("recordings/2026/01/02/x/original")).containsExactly(keys.get(7));
        assertThat(listed("recordings/2027/")).isEmpty();
        assertThat(listed("nothing")).isEmpty();
        for (String prefix : List.of("../", "/", "a/../b", "A")) {
            assertThatThrownBy(() -> listed(prefix)).as(prefix).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void oneOfManyAtATimeWins() throws Exception {
        ObjectKey key = ObjectKey.checkpoint(1);
        List<Callable<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] bytes = bytes(5000, i % 3);
            puts.add(() -> {
                try {
                    store().put(key, bytes, UNTIL);
                    return true;
                } catch (ObjectConflictException e) {
                    return false;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        int kept = 0;
        try {
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                kept += put.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(kept).as("the four puts of the bytes that won").isEqualTo(4);
        assertThat(store().read(key, 5000)).isIn(bytes(5000, 0), bytes(5000, 1), bytes(5000, 2));
    }
}
