package org.unbroken.integrity.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.unbroken.integrity.digest.Sha256;

/**
 * Hashes of subtrees, from tiles. A tile has the hashes of every eighth level; those between are computed. Reads each
 * tile once: made for one proof and thrown away.
 */
final class Subtrees {
    private static final int TILE_HEIGHT = 8;

    private final TileReader reader;
    private final Map<Long, Map<Integer, byte[]>> read = new HashMap<>();

    Subtrees(TileReader reader) {
        this.reader = reader;
    }

    /** MTH(D[begin : begin + count]); {@code begin} is a multiple of the largest power of two within {@code count}. */
    Sha256 hash(long begin, long count) throws IOException {
        if (Long.bitCount(count) == 1) {
            int height = Long.numberOfTrailingZeros(count);
            return perfect(height, begin >>> height);
        }
        long left = split(count);
        return TreeHash.node(hash(begin, left), hash(begin + left, count - left));
    }

    /** The largest power of two smaller than {@code count}: where RFC 6962 divides a tree. */
    static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private Sha256 perfect(int height, long index) throws IOException {
        int level = height / TILE_HEIGHT;
        int above = height % TILE_HEIGHT;
        long first = index << above;
        byte[] tile = tile(level, first >>> TILE_HEIGHT);
        int offset = (int) (first & (Tile.FULL_WIDTH - 1));
        int width = 1 << above;
        if (tile.length < (offset + width) * Sha256.LENGTH) {
            throw new IOException("tile at level " + level + ", index " + (first >>> TILE_HEIGHT) + " has "
                    + tile.length / Sha256.LENGTH + " hashes, and " + (offset + width) + " are needed");
        }
        Sha256[] hashes = new Sha256[width];
        for (int i = 0; i < width; i++) {
            int at = (offset + i) * Sha256.LENGTH;
            hashes[i] = Sha256.wrap(Arrays.copyOfRange(tile, at, at + Sha256.LENGTH));
        }
        return fold(hashes);
    }

    /** The root over a power of two of hashes; overwrites the array. */
    static Sha256 fold(Sha256[] hashes) {
        for (int count = hashes.length; count > 1; count /= 2) {
            for (int i = 0; i < count / 2; i++) {
                hashes[i] = TreeHash.node(hashes[2 * i], hashes[2 * i + 1]);
            }
        }
        return hashes[0];
    }

    private byte[] tile(int level, long index) throws IOException {
        Map<Integer, byte[]> levels = read.computeIfAbsent(index, i -> new HashMap<>());
        byte[] tile = levels.get(level);
        if (tile == null) {
            tile = reader.hashes(level, index);
            levels.put(level, tile);
        }
        return tile;
    }
}
