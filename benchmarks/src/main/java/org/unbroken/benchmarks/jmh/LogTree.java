package org.unbroken.benchmarks.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;

/** The Merkle tree alone, its tiles in memory: growth by {@code added} entries, and a proof from a tree of 100,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class LogTree {
    private static final int SIZE = 100_000;

    @Param({"1", "64", "1024"})
    public int added;

    private TileReader tiles;
    private List<Sha256> more;
    private List<Sha256> path;
    private Sha256 root;
    private long asked;

    @Setup
    public void grow() throws IOException {
        Map<String, byte[]> stored = new HashMap<>();
        TreeGrowth growth = TreeGrowth.append(
                0,
                (level, index) -> {
                    throw new IOException("nothing is stored yet");
                },
                leaves(0, SIZE));
        growth.changed().forEach((tile, bytes) -> stored.put(tile.level() + "/" + tile.index(), bytes));
        tiles = (level, index) -> {
            byte[] bytes = stored.get(level + "/" + index);
            if (bytes == null) {
                throw new IOException("no tile " + level + "/" + index);
            }
            return bytes;
        };
        more = leaves(SIZE, added);
        root = growth.root();
        path = TreeProofs.inclusion(4711, SIZE, tiles);
    }

    private static List<Sha256> leaves(int from, int count) {
        List<Sha256> leaves = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            leaves.add(leaf(i));
        }
        return leaves;
    }

    private static Sha256 leaf(int index) {
        return TreeHash.leaf(Integer.toString(index).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Benchmark
    public TreeGrowth growth() throws IOException {
        return TreeGrowth.append(SIZE, tiles, more);
    }

    @Benchmark
    public List<Sha256> inclusionProof() throws IOException {
        asked = (asked + 7919) % SIZE;
        return TreeProofs.inclusion(asked, SIZE, tiles);
    }

    @Benchmark
    public boolean verifyInclusion() {
        return TreeProofs.verifyInclusion(leaf(4711), 4711, SIZE, path, root);
    }
}
