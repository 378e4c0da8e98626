package org.unbroken.benchmarks.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * The tiles of a log of very many entries, in a database with the families, keys and values that the log has. Nothing else
 * is in it: leaf hashes are random, as if of entries, and entries, details and rows are absent. It is made as a rebuild
 * makes it: appended in order, through {@link TreeGrowth}, then flushed.
 */
final class MadeUpTree {
    private static final int APPENDED_AT_ONCE = 65_536;
    private static final int SHOWN_EVERY = 10_000_000;

    private MadeUpTree() {}

    static TileReader tiles(RocksDatabase database) {
        return (level, index) -> database.get(Families.TILES, key(level, index))
                .orElseThrow(() -> new IOException("no tile at level " + level + ", index " + index));
    }

    private static byte[] key(int level, long index) {
        return Keys.join(new byte[] {(byte) level}, Keys.ofLong(index));
    }

    static void make(Path folder, long size) throws IOException {
        long began = System.nanoTime();
        SplittableRandom random = new SplittableRandom(size);
        try (RocksDatabase database = RocksDatabase.openForLoading(folder, Families.ALL, Set.of())) {
            for (long at = 0; at < size; ) {
                int count = (int) Math.min(APPENDED_AT_ONCE, size - at);
                TreeGrowth growth = TreeGrowth.append(at, tiles(database), leaves(count, random));
                Batch batch = new Batch();
                growth.changed()
                        .forEach((Tile tile, byte[] hashes) ->
                                batch.put(Families.TILES, key(tile.level(), tile.index()), hashes));
                database.write(batch, Durability.UNLOGGED);
                at += count;
                if (at / SHOWN_EVERY > (at - count) / SHOWN_EVERY) {
                    System.out.printf("made %d leaves in %.0f s%n", at, (System.nanoTime() - began) / 1e9);
                }
            }
            database.flush();
        }
        System.out.printf("made the tree of %d leaves in %.0f s%n", size, (System.nanoTime() - began) / 1e9);
    }

    private static List<Sha256> leaves(int count, SplittableRandom random) {
        List<Sha256> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[Sha256.LENGTH];
            random.nextBytes(hash);
            leaves.add(Sha256.wrap(hash));
        }
        return leaves;
    }
}
