package org.unbroken.storage.custody;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Compares the full tiles in the store with those that the segments' entries make. The segments are the log; a tile that
 * is wrong misleads whoever is served from the store, and changes nothing else. Tiles follow publication by a while, so
 * that those at the end may lack.
 *
 * <p>Memory: the entries of one bundle, and 256 hashes a level.
 */
final class TileChecks {
    private static final String TILES = "log/tile/";
    private static final int LARGEST = 17 << 20;

    private final WormStore worm;
    private final Consumer<Finding> findings;
    private final List<byte[]> entries = new ArrayList<>();
    private final List<ByteArrayOutputStream> open = new ArrayList<>();
    /** Roots over the hashes of each open tile. */
    private final List<RunningRoot> roots = new ArrayList<>();

    private long size;
    /** Those that lack since the last that was there: first and how many. */
    private @Nullable ObjectKey lacking;

    private long lackingBundles;

    TileChecks(WormStore worm, Consumer<Finding> findings) {
        this.worm = worm;
        this.findings = findings;
    }

    /** Takes segments that follow each other. One that does not ends the checks: the audit has told of the gap. */
    void take(StoredSegment segment) throws IOException {
        if (segment.first() != size) {
            return;
        }
        for (int i = 0; i < segment.entries().size(); i++) {
            Entry entry = segment.entries().get(i);
            entries.add(entry.bytes());
            size++;
            if (entries.size() == Tile.FULL_WIDTH) {
                compareBundle(Tile.entries(size / Tile.FULL_WIDTH - 1, Tile.FULL_WIDTH));
            }
            add(0, segment.leaves().get(i));
        }
    }

    /** How many entries' tiles were compared. */
    long size() {
        return size;
    }

    private void compareBundle(Tile bundle) throws IOException {
        boolean there = compare(bundle, EntryBundle.encode(entries));
        entries.clear();
        if (!there) {
            lacking = lacking == null ? ObjectKey.tile(bundle) : lacking;
            lackingBundles++;
        } else if (lacking != null) {
            findings.accept(Finding.ofLog(
                    Finding.Kind.MISSING,
                    lacking.value(),
                    lackingBundles + " full entry bundles from here on are not in the store, and later ones are. The"
                            + " log has their entries; the next start of its writer puts them there again"));
            lacking = null;
            lackingBundles = 0;
        }
    }

    private void add(int level, Sha256 hash) throws IOException {
        if (open.size() == level) {
            open.add(new ByteArrayOutputStream());
            roots.add(new RunningRoot());
        }
        open.get(level).writeBytes(hash.bytes());
        roots.get(level).add(hash);
        if (roots.get(level).size() < Tile.FULL_WIDTH) {
            return;
        }
        Sha256 root = roots.get(level).root();
        byte[] tile = open.get(level).toByteArray();
        open.set(level, new ByteArrayOutputStream());
        roots.set(level, new RunningRoot());
        compare(new Tile(level, (size >>> (8 * (level + 1))) - 1, Tile.FULL_WIDTH), tile);
        add(level + 1, root);
    }

    /** Whether it is there. */
    private boolean compare(Tile tile, byte[] expected) throws IOException {
        ObjectKey key = ObjectKey.tile(tile);
        try {
            if (!Arrays.equals(worm.read(key, LARGEST), expected)) {
                findings.accept(Finding.ofLog(
                        Finding.Kind.CHANGED,
                        key.value(),
                        "is not the tile that the log's entries make. The log stands; who is served this tile is"
                                + " misled, and notices if he checks a proof"));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What else lies among the tiles. */
    void finish() throws IOException {
        try (Stream<ObjectKey> keys = worm.list(TILES)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                if (!isCovered(key, size)) {
                    stray(key);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether it is a full tile of a log of that size. */
    static boolean isCovered(ObjectKey key, long size) {
        try {
            Tile tile = Tile.parse(key.value().substring("log/".length()));
            int level = Math.max(0, tile.level());
            // A full tile of level 7 stands for 2^64 entries.
            return tile.isFull() && level < 7 && tile.index() < size >>> (8 * (level + 1));
        } catch (IllegalArgumentException notATile) {
            return false;
        }
    }

    private void stray(ObjectKey key) throws IOException {
        boolean wentOn = worm.find(ObjectKey.segment(size)).isPresent();
        findings.accept(Finding.ofLog(
                Finding.Kind.UNTRACKED,
                key.value(),
                wentOn
                        ? "written while the audit ran"
                        : "no full tile of a log of " + size + " entries: the log was cut off, or this is not of it"));
    }
}
