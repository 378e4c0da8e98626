package org.unbroken.integrity.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.digest.Sha256;

/**
 * What appending leaves does to a tree's tiles. Nothing is written here: whoever writes {@code changed} durably and
 * then signs {@code root} cannot sign what is not stored.
 *
 * @param newSize the tree's size afterwards
 * @param changed each tile that is new or wider, at its new width, from the leaves up
 * @param root the root of the tree afterwards
 */
public record TreeGrowth(long newSize, Map<Tile, byte[]> changed, Sha256 root) {
    public TreeGrowth {
        changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    /**
     * Appends leaves, already hashed, to a tree of {@code oldSize}.
     *
     * @throws IOException when a partial tile of the old tree cannot be read or has too few hashes
     */
    public static TreeGrowth append(long oldSize, TileReader tiles, List<Sha256> leafHashes) throws IOException {
        if (oldSize < 0) {
            throw new IllegalArgumentException("a tree of size " + oldSize);
        }
        long newSize = Math.addExact(oldSize, leafHashes.size());
        Map<Tile, byte[]> changed = new LinkedHashMap<>();
        List<Sha256> added = leafHashes;
        long oldCount = oldSize;
        for (int level = 0; !added.isEmpty(); level++) {
            added = appendLevel(level, oldCount, tiles, added, changed);
            oldCount /= Tile.FULL_WIDTH;
        }
        return new TreeGrowth(newSize, changed, TreeProofs.root(newSize, over(changed, tiles)));
    }

    /** Adds hashes to the tiles of a level; returns what the tiles that became full add to the level above. */
    private static List<Sha256> appendLevel(
            int level, long oldCount, TileReader tiles, List<Sha256> added, Map<Tile, byte[]> changed)
            throws IOException {
        List<Sha256> above = new ArrayList<>();
        long index = oldCount / Tile.FULL_WIDTH;
        List<Sha256> open = new ArrayList<>(oldHashes(level, index, (int) (oldCount % Tile.FULL_WIDTH), tiles));
        for (Sha256 hash : added) {
            open.add(hash);
            if (open.size() == Tile.FULL_WIDTH) {
                changed.put(new Tile(level, index, Tile.FULL_WIDTH), bytes(open));
                above.add(Subtrees.fold(open.toArray(Sha256[]::new)));
                open.clear();
                index++;
            }
        }
        if (!open.isEmpty()) {
            changed.put(new Tile(level, index, open.size()), bytes(open));
        }
        return above;
    }

    private static List<Sha256> oldHashes(int level, long index, int width, TileReader tiles) throws IOException {
        if (width == 0) {
            return List.of();
        }
        byte[] tile = tiles.hashes(level, index);
        if (tile.length < width * Sha256.LENGTH) {
            throw new IOException("tile " + new Tile(level, index, width) + " has only " + tile.length + " bytes");
        }
        List<Sha256> hashes = new ArrayList<>();
        for (int at = 0; at < width * Sha256.LENGTH; at += Sha256.LENGTH) {
            hashes.add(Sha256.wrap(Arrays.copyOfRange(tile, at, at + Sha256.LENGTH)));
        }
        return hashes;
    }

    private static byte[] bytes(List<Sha256> hashes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(hashes.size() * Sha256.LENGTH);
        hashes.forEach(hash -> out.writeBytes(hash.bytes()));
        return out.toByteArray();
    }

    private static TileReader over(Map<Tile, byte[]> changed, TileReader tiles) {
        Map<Tile, byte[]> widthless = new LinkedHashMap<>();
        changed.forEach((tile, bytes) -> widthless.put(new Tile(tile.level(), tile.index(), 1), bytes));
        return (level, index) -> {
            byte[] bytes = widthless.get(new Tile(level, index, 1));
            return bytes != null ? bytes : tiles.hashes(level, index);
        };
    }
}
