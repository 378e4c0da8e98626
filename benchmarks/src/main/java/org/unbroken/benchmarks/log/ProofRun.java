package org.unbroken.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * Proofs from a log of very many entries: {@code ProofRun FOLDER ENTRIES PROOFS}. Makes the {@link MadeUpTree} in the
 * folder unless it is there, opens it as a server does, and asks for inclusion proofs of random entries in the whole log
 * and for consistency proofs from random sizes to it. Before each round the kernel forgets the database's files, so that
 * almost each proof reads a tile from the disk; the database's own cache is the server's. The time is that of the call: the
 * tiles read and the hashes worked out. A receipt also looks its entry up, one read more.
 */
public final class ProofRun {
    private static final int CHECKED_EVERY = 100;

    private final Path folder;
    private final TileReader tiles;
    private final long size;
    private final int proofs;
    private final SplittableRandom random = new SplittableRandom(7);

    private ProofRun(RocksDatabase database, Path folder, long size, int proofs) {
        this.folder = folder;
        this.tiles = MadeUpTree.tiles(database);
        this.size = size;
        this.proofs = proofs;
    }

    public static void main(String[] args) throws Exception {
        long size = Long.parseLong(args[1]);
        int proofs = Integer.parseInt(args[2]);
        Path folder = Path.of(args[0]).resolve("tree-" + size);
        Path done = Path.of(args[0]).resolve("tree-" + size + ".made");
        if (!Files.exists(done)) {
            MadeUpTree.make(folder, size);
            Files.createFile(done);
        }
        long began = System.nanoTime();
        try (RocksDatabase database = RocksDatabase.open(folder, Families.ALL)) {
            System.out.printf(
                    "opened %d MiB in %.2f s; heap %d MiB, RSS %d MiB%n",
                    bytes(folder) >> 20,
                    (System.nanoTime() - began) / 1e9,
                    Memory.now().heapMib(),
                    Memory.now().residentMib());
            ProofRun run = new ProofRun(database, folder, size, proofs);
            for (String round : List.of("first", "second", "third")) {
                run.inclusion(round);
                run.consistency(round);
            }
        }
    }

    private interface Asked {
        List<Sha256> proof(long index) throws IOException;
    }

    private interface Check {
        boolean holds(long index, List<Sha256> path) throws IOException;
    }

    private void inclusion(String round) throws Exception {
        Sha256 root = TreeProofs.root(size, tiles);
        measure(
                round + " round, inclusion",
                index -> TreeProofs.inclusion(index, size, tiles),
                (index, path) -> TreeProofs.verifyInclusion(leaf(index), index, size, path, root));
    }

    private void consistency(String round) throws Exception {
        Sha256 root = TreeProofs.root(size, tiles);
        measure(
                round + " round, consistency",
                from -> TreeProofs.consistency(from, size, tiles),
                (from, path) -> TreeProofs.verifyConsistency(from, TreeProofs.root(from, tiles), size, root, path));
    }

    private Sha256 leaf(long index) throws IOException {
        int at = (int) (index % 256) * Sha256.LENGTH;
        return Sha256.wrap(Arrays.copyOfRange(tiles.hashes(0, index / 256), at, at + Sha256.LENGTH));
    }

    private void measure(String what, Asked asked, Check check) throws Exception {
        forgetFiles();
        long[] nanos = new long[proofs];
        for (int i = 0; i < proofs; i++) {
            long index = random.nextLong(size);
            long began = System.nanoTime();
            List<Sha256> path = asked.proof(index);
            nanos[i] = System.nanoTime() - began;
            if (i % CHECKED_EVERY == 0 && !check.holds(index, path)) {
                throw new IllegalStateException("the proof for " + index + " proves nothing");
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-26s p50 %.3f ms, p99 %.3f ms, longest %.3f ms; heap %d MiB, RSS %d MiB%n",
                what,
                nanos[proofs / 2] / 1e6,
                nanos[(int) (proofs * 0.99)] / 1e6,
                nanos[proofs - 1] / 1e6,
                Memory.now().heapMib(),
                Memory.now().residentMib());
    }

    /** By coreutils' dd, which asks the kernel to drop a file's pages. */
    private void forgetFiles() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Process dd = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none").start();
                if (dd.waitFor() != 0) {
                    throw new IOException("dd cannot drop the pages of " + file);
                }
            }
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
