package org.unbroken.integrity.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;

class TreeProofsTest {
    private static final List<Sha256> LEAVES = IntStream.range(0, 3000)
            .mapToObj(i -> NaiveTree.leaf(("entry " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .toList();

    private static MemoryTiles grown(int size, Random batches) {
        MemoryTiles tiles = new MemoryTiles();
        while (tiles.size() < size) {
            int batch = 1 + batches.nextInt(Math.min(700, size - (int) tiles.size()));
            tiles.append(LEAVES.subList((int) tiles.size(), (int) tiles.size() + batch));
        }
        return tiles;
    }

    @Test
    void hashesTheRfc6962Constants() {
        assertThat(TreeHash.EMPTY.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(TreeHash.leaf(new byte[0]).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void anEmptyTreeHasTheEmptyRoot() throws IOException {
        assertThat(TreeProofs.root(0, new MemoryTiles())).isEqualTo(TreeHash.EMPTY);
        assertThat(new MemoryTiles().append(List.of()).root()).isEqualTo(TreeHash.EMPTY);
    }

    @Test
    void everySizeToSixHundredHasTheNaiveRootHoweverItGrew() throws IOException {
        MemoryTiles tiles = new MemoryTiles();
        for (int size = 1; size <= 600; size++) {
            tiles.append(LEAVES.subList(size - 1, size));
            assertThat(tiles.root()).isEqualTo(NaiveTree.mth(LEAVES.subList(0, size)));
            assertThat(TreeProofs.root(size / 2, tiles)).isEqualTo(NaiveTree.mth(LEAVES.subList(0, size / 2)));
        }
    }

    @Property
    void growsToTheNaiveRootInAnyBatches(@ForAll @IntRange(min = 1, max = 3000) int size, @ForAll Random random) {
        assertThat(grown(size, random).root()).isEqualTo(NaiveTree.mth(LEAVES.subList(0, size)));
    }

    @Property
    void inclusionPathsAreTheNaiveOnesAndVerify(@ForAll @IntRange(min = 1, max = 3000) int size, @ForAll Random random)
            throws IOException {
        MemoryTiles tiles = grown(3000, random);
        int index = random.nextInt(size);
        List<Sha256> path = TreeProofs.inclusion(index, size, tiles);
        Sha256 root = TreeProofs.root(size, tiles);
        assertThat(path).isEqualTo(NaiveTree.path(index, LEAVES.subList(0, size)));
        assertThat(TreeProofs.verifyInclusion(LEAVES.get(index), index, size, path, root))
                .isTrue();

        int other = random.nextInt(3000);
        if (other != index) {
            assertThat(TreeProofs.verifyInclusion(LEAVES.get(other), index, size, path, root))
                    .isFalse();
            assertThat(TreeProofs.verifyInclusion(LEAVES.get(index), other, size, path, root))
                    .isFalse();
        }
        assertThat(TreeProofs.verifyInclusion(LEAVES.get(index), index, size, spoiled(path, random), root))
                .isFalse();
    }

    @Property
    void consistencyProofsAreTheNaiveOnesAndVerify(@ForAll @IntRange(min = 1, max = 3000) int to, @ForAll Random random)
            throws IOException {
        MemoryTiles tiles = grown(3000, random);
        int from = 1 + random.nextInt(to);
        List<Sha256> path = TreeProofs.consistency(from, to, tiles);
        Sha256 fromRoot = TreeProofs.root(from, tiles);
        Sha256 toRoot = TreeProofs.root(to, tiles);
        assertThat(path).isEqualTo(NaiveTree.proof(from, LEAVES.subList(0, to)));
        assertThat(TreeProofs.verifyConsistency(from, fromRoot, to, toRoot, path))
                .isTrue();

        Sha256 other = Sha256.of("another root");
        assertThat(TreeProofs.verifyConsistency(from, other, to, toRoot, path)).isFalse();
        assertThat(TreeProofs.verifyConsistency(from, fromRoot, to, other, path))
                .isFalse();
        assertThat(TreeProofs.verifyConsistency(from, fromRoot, to, toRoot, spoiled(path, random)))
                .isFalse();
    }

    /** The path with a hash too many, too few, or replaced. */
    private static List<Sha256> spoiled(List<Sha256> path, Random random) {
        List<Sha256> spoiled = new ArrayList<>(path);
        int way = path.isEmpty() ? 0 : random.nextInt(3);
        int at = random.nextInt(path.size() + 1);
        if (way == 0) {
            spoiled.add(at, Sha256.of("foreign"));
        } else if (way == 1) {
            spoiled.remove(at % path.size());
        } else {
            spoiled.set(at % path.size(), Sha256.of("foreign"));
        }
        return spoiled;
    }

    @Test
    void everySizeIsConsistentWithTheEmptyTree() {
        Sha256 root = Sha256.of("any");
        assertThat(TreeProofs.verifyConsistency(0, TreeHash.EMPTY, 9, root, List.of()))
                .isTrue();
        assertThat(TreeProofs.verifyConsistency(0, root, 9, root, List.of())).isFalse();
        assertThat(TreeProofs.verifyConsistency(9, root, 8, root, List.of())).isFalse();
    }

    @Test
    void hugeIndexesAndSizesAreRefusedNotComputed() {
        Sha256 hash = Sha256.of("x");
        assertThat(TreeProofs.verifyInclusion(hash, Long.MAX_VALUE, Long.MAX_VALUE, List.of(), hash))
                .isFalse();
        assertThat(TreeProofs.verifyInclusion(hash, Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of(hash), hash))
                .isFalse();
        assertThat(TreeProofs.verifyConsistency(Long.MAX_VALUE - 1, hash, Long.MAX_VALUE, hash, List.of()))
                .isFalse();
        assertThat(TreeProofs.verifyInclusion(hash, -1, 5, List.of(), hash)).isFalse();
    }

    @Test
    void aTileThatIsTooNarrowIsAnError() {
        MemoryTiles tiles = grown(300, new Random(1));
        assertThatThrownBy(() -> TreeProofs.root(301, tiles))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needed");
    }

    @Test
    void changedTilesAreThoseOfTheSpecsExample() {
        // C2SP tlog-tiles, "Partial Tiles": the tree of size 70,000.
        MemoryTiles tiles = new MemoryTiles();
        TreeGrowth growth = tiles.append(java.util.Collections.nCopies(70_000, Sha256.of("leaf")));
        assertThat(growth.changed().keySet().stream().filter(tile -> tile.level() == 0 && tile.isFull()))
                .hasSize(273);
        assertThat(growth.changed().keySet())
                .contains(new Tile(0, 273, 112), new Tile(1, 0, 256), new Tile(1, 1, 17), new Tile(2, 0, 1))
                .hasSize(277);
        growth.changed().forEach((tile, bytes) -> assertThat(bytes).hasSize(32 * tile.width()));
    }
}
