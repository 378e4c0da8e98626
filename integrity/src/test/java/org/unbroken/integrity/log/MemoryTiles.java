package org.unbroken.integrity.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unbroken.integrity.digest.Sha256;

/** A tree whose tiles are in memory, each in its widest form. */
public final class MemoryTiles implements TileReader {
    private final Map<String, byte[]> widest = new HashMap<>();
    private final Map<String, byte[]> paths = new TreeMap<>();
    private long size;
    private Sha256 root = TreeHash.EMPTY;

    public TreeGrowth append(List<Sha256> leafHashes) {
        try {
            TreeGrowth growth = TreeGrowth.append(size, this, leafHashes);
            growth.changed().forEach((tile, bytes) -> {
                widest.put(tile.level() + "/" + tile.index(), bytes);
                paths.put(tile.path(), bytes);
            });
            size = growth.newSize();
            root = growth.root();
            return growth;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] hashes(int level, long index) throws IOException {
        byte[] bytes = widest.get(level + "/" + index);
        if (bytes == null) {
            throw new FileNotFoundException("tile " + level + "/" + index);
        }
        return bytes;
    }

    public long size() {
        return size;
    }

    public Sha256 root() {
        return root;
    }

    /** Every tile ever made, by path. */
    public Map<String, byte[]> paths() {
        return paths;
    }
}
