package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.LeaderTasks;
import org.unbroken.storage.worm.ObjectKey;

class TileKeepingTest {
    private static final Duration KEPT = Duration.ofDays(36_525);
    private static final TileReader NONE = (level, index) -> {
        throw new IOException("no tile " + level + "/" + index);
    };

    @TempDir
    Path directory;

    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/tiles", Facts.RANDOM);
    private final MemoryWorm worm = new MemoryWorm();

    /** A published log of a few different entries over and over, and its tiles as the database would have them. */
    private static final class Log implements PublishedLog {
        private final List<Entry> entries = IntStream.range(0, 3)
                .mapToObj(i -> Entry.builder(
                                CustodyEvent.VIEWED,
                                Facts.id(),
                                "pd-east",
                                Facts.NOW.plusSeconds(i),
                                "officer",
                                Detail.salted(JsonObject.builder().build(), Facts.RANDOM)
                                        .digest())
                        .build())
                .toList();
        private final Map<String, byte[]> tiles = new HashMap<>();
        private long size;
        private Sha256 root = TreeHash.EMPTY;

        Log grow(int by) throws IOException {
            List<Sha256> leaves = new ArrayList<>();
            for (long index = size; index < size + by; index++) {
                leaves.add(TreeHash.leaf(entry(index).bytes()));
            }
            TreeGrowth growth = TreeGrowth.append(size, tiles(), leaves);
            growth.changed().forEach((tile, bytes) -> tiles.put(tile.level() + "/" + tile.index(), bytes));
            size = growth.newSize();
            root = growth.root();
            return this;
        }

        Entry entry(long index) {
            return entries.get((int) (index % entries.size()));
        }

        TileReader tiles() {
            return (level, index) -> {
                byte[] tile = tiles.get(level + "/" + index);
                return tile != null ? tile : NONE.hashes(level, index);
            };
        }

        @Override
        public long publishedSize() {
            return size;
        }

        @Override
        public List<Sequenced> read(long fromIndex, int max) {
            List<Sequenced> read = new ArrayList<>();
            for (long index = fromIndex; index < Math.min(size, fromIndex + max); index++) {
                read.add(new Sequenced(index, entry(index), false));
            }
            return read;
        }

        @Override
        public void onPublished(Runnable callback) {}
    }

    private void keep(Log log) throws Exception {
        attend(new TileKeeping(log, log.tiles(), worm, InstantSource.fixed(Facts.NOW), KEPT), log);
    }

    private void attend(TileKeeping keeping, Log log) throws Exception {
        keeping.attend(SignedNote.sign(new Checkpoint(signer.verifierKey().name(), log.size, log.root).text(), signer));
    }

    private SortedMap<String, Sha256> objects() {
        SortedMap<String, Sha256> objects = new TreeMap<>();
        worm.objects.forEach((key, bytes) -> objects.put(key.value(), Sha256.of(bytes)));
        return objects;
    }

    @Test
    void fullTilesAndBundlesLieInTheStoreUnderTheirNames() throws Exception {
        Log log = new Log().grow(65_536 + 2 * 256 + 9);
        keep(log);
        assertThat(worm.objects.keySet().stream().filter(key -> key.value().startsWith("log/tile/0/")))
                .hasSize(258);
        assertThat(worm.objects.keySet().stream().filter(key -> key.value().startsWith("log/tile/entries/")))
                .hasSize(258);
        assertThat(worm.objects.get(new ObjectKey("log/tile/1/000"))).isEqualTo(log.tiles.get("1/0"));
        assertThat(worm.objects.keySet().stream().filter(key -> key.value().startsWith("log/tile/1/")))
                .hasSize(1);
        assertThat(worm.find(new ObjectKey("log/tile/0/257")).orElseThrow().retainUntil())
                .isEqualTo(Facts.NOW.plus(KEPT));
        assertThat(EntryBundle.decode(worm.objects.get(new ObjectKey("log/tile/entries/257"))))
                .hasSize(256)
                .last()
                .isEqualTo(log.entry(65_536 + 511).bytes());
    }

    /** What a mirror has: the full tiles, and of the tail the leaves, from the last segment. */
    @Test
    void theStoreAloneProvesEachEntry() throws Exception {
        Log log = new Log().grow(65_536 + 256 + 9);
        keep(log);
        TileReader mirror = mirror(log.size, log);
        for (long index : new long[] {0, 255, 256, 4711, 65_535, 65_536, 65_792, log.size - 1}) {
            assertThat(TreeProofs.verifyInclusion(
                            TreeHash.leaf(log.entry(index).bytes()),
                            index,
                            log.size,
                            TreeProofs.inclusion(index, log.size, mirror),
                            log.root))
                    .as("entry %d", index)
                    .isTrue();
        }
    }

    private TileReader mirror(long size, Log tail) {
        return (level, index) -> {
            long hashes = size >>> (8 * level);
            if ((index + 1) * Tile.FULL_WIDTH <= hashes) {
                return worm.objects.get(new ObjectKey("log/" + new Tile(level, index, 256).path()));
            }
            List<Sha256> partial = new ArrayList<>();
            for (long at = index * Tile.FULL_WIDTH; at < hashes; at++) {
                partial.add(
                        level == 0
                                ? TreeHash.leaf(tail.entry(at).bytes())
                                : TreeGrowth.append(
                                                0,
                                                NONE,
                                                split(mirror(size, tail).hashes(level - 1, at)))
                                        .root());
            }
            byte[] bytes = new byte[partial.size() * Sha256.LENGTH];
            for (int i = 0; i < partial.size(); i++) {
                System.arraycopy(partial.get(i).bytes(), 0, bytes, i * Sha256.LENGTH, Sha256.LENGTH);
            }
            return bytes;
        };
    }

    private static List<Sha256> split(byte[] tile) {
        return IntStream.range(0, tile.length / Sha256.LENGTH)
                .mapToObj(i -> Sha256.wrap(Arrays.copyOfRange(tile, i * Sha256.LENGTH, (i + 1) * Sha256.LENGTH)))
                .toList();
    }

    @Test
    void nothingIsPutOfATileThatIsNotFull() throws Exception {
        Log log = new Log().grow(255);
        keep(log);
        assertThat(worm.objects).isEmpty();
        assertThatThrownBy(() -> ObjectKey.tile(Tile.entries(0, 255))).hasMessageContaining("not full");
    }

    /** Each put fails, or the process dies at it; the next leader comes to the same objects. */
    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "FAILED_BUT_WRITTEN", "DIED", "DIED_AFTER_WRITING"})
    void survivesEachFailedPut(Outcome outcome) throws Exception {
        Log log = new Log().grow(65_536 - 256);
        keep(log);
        SortedMap<ObjectKey, byte[]> before = new TreeMap<>(worm.objects);
        // The last of these bundles fills a tile of the level above: 3 objects, after 2 and 2 for those before and
        // after.
        log.grow(3 * 256);
        worm.fault((number, key) -> Outcome.DONE);
        keep(log);
        SortedMap<String, Sha256> wanted = objects();
        int puts = worm.puts();
        assertThat(puts).isEqualTo(7);
        for (int point = 0; point < puts; point++) {
            int failing = point;
            worm.objects.clear();
            worm.objects.putAll(before);
            worm.fault((number, key) -> number == failing ? outcome : Outcome.DONE);
            TileKeeping first = new TileKeeping(log, log.tiles(), worm, InstantSource.fixed(Facts.NOW), KEPT);
            assertThatThrownBy(() -> attend(first, log)).hasMessageContaining("injected");
            if (outcome == Outcome.FAILED || outcome == Outcome.FAILED_BUT_WRITTEN) {
                attend(first, log);
                assertThat(objects()).as("the same leader, after put %d", point).isEqualTo(wanted);
            }
            worm.fault((number, key) -> Outcome.DONE);
            keep(log);
            assertThat(objects()).as("the next leader, after put %d", point).isEqualTo(wanted);
        }
    }

    @Test
    void tilesGoneFromInBetweenAreThereAgainAfterTheNextStart() throws Exception {
        Log log = new Log().grow(5 * 256);
        keep(log);
        SortedMap<String, Sha256> wanted = objects();
        for (String gone :
                List.of("log/tile/0/001", "log/tile/entries/002", "log/tile/entries/004", "log/tile/0/004")) {
            worm.objects.remove(new ObjectKey(gone));
            keep(log);
            assertThat(objects()).as(gone).isEqualTo(wanted);
        }
    }

    @Test
    void aDamagedTileIsNotLocked() throws Exception {
        Log log = new Log().grow(256 + 7);
        byte[] damaged = log.tiles.get("0/0").clone();
        damaged[40] ^= 1;
        log.tiles.put("0/0", damaged);
        assertThatThrownBy(() -> keep(log))
                .hasMessageContaining("level 0, index 0")
                .hasMessageContaining("rebuild");
        assertThat(worm.objects).isEmpty();
    }

    @Test
    void aStoreWithMoreTilesThanTheLogHasIsNotGoneOnWith() throws Exception {
        keep(new Log().grow(3 * 256));
        assertThatThrownBy(() -> keep(new Log().grow(2 * 256))).hasMessageContaining("cut off");
    }

    @Test
    void theServersLogKeepsItsTilesAndTheAuditComparesThem() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        CustodySettings larger = fixture.settings.withLimits(10_000, 10_000, 200);
        try (CustodyStore store = fixture.open(larger);
                LeaderTasks tasks = store.tasks(LeaderTask.Source.NONE)) {
            tasks.start();
            List<CompletableFuture<Sequenced>> appended = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                appended.add(store.log().append(Facts.plain(CustodyEvent.VIEWED, "view-" + i, Facts.id(), "a")));
            }
            for (CompletableFuture<Sequenced> each : appended) {
                each.get(30, TimeUnit.SECONDS);
            }
            Await.until(() -> worm.find(new ObjectKey("log/tile/entries/001")).isPresent());
        }
        assertThat(problems(fixture)).isEmpty();
        flipLast(new ObjectKey("log/tile/0/001"));
        assertThat(problems(fixture)).containsExactly("CHANGED log/tile/0/001");
        flipLast(new ObjectKey("log/tile/0/001"));
        flipLast(new ObjectKey("log/tile/entries/000"));
        assertThat(problems(fixture)).containsExactly("CHANGED log/tile/entries/000");
        worm.objects.remove(new ObjectKey("log/tile/entries/000"));
        worm.objects.put(new ObjectKey("log/tile/0/002"), new byte[1]);
        worm.objects.put(new ObjectKey("log/tile/x"), new byte[1]);
        assertThat(problems(fixture))
                .containsExactlyInAnyOrder(
                        "MISSING log/tile/entries/000", "UNTRACKED log/tile/0/002", "UNTRACKED log/tile/x");
        assertThat(Rebuild.run(
                                worm,
                                fixture.settings,
                                fixture.signer,
                                InstantSource.fixed(Facts.NOW),
                                Facts.RANDOM,
                                Progress.NONE)
                        .replaced())
                .as("the log does not rest on tiles")
                .isTrue();
    }

    private List<String> problems(StoreFixture fixture) throws IOException {
        return Audit.run(worm, List.of(fixture.signer.verifierKey()), false, Progress.NONE).findings().stream()
                .map(finding -> finding.kind() + " " + finding.object())
                .toList();
    }

    private void flipLast(ObjectKey key) {
        byte[] bytes = worm.objects.get(key).clone();
        bytes[bytes.length - 1] ^= 1;
        worm.objects.put(key, bytes);
    }
}
