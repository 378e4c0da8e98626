package org.unbroken.integrity.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;

/**
 * The name of a tile, C2SP tlog-tiles: 256 hashes of one level of the tree, or 256 entries, or at the right edge fewer.
 *
 * <pre>
 * tile/0/x001/234.p/5     level 0, index 1234, its first 5 hashes
 * tile/2/000              level 2, index 0, full: each hash over 65,536 entries
 * tile/entries/x001/234   the entries under tile/0/x001/234
 * </pre>
 *
 * The index is written in groups of three digits, all but the last led by {@code x}.
 */
public record Tile(int level, long index, int width) {
    /** The level of a bundle of entries. */
    public static final int ENTRIES = -1;

    public static final int FULL_WIDTH = 256;

    private static final int LAST_LEVEL = 63;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > LAST_LEVEL || index < 0 || width < 1 || width > FULL_WIDTH) {
            throw new IllegalArgumentException(
                    "no tile has level " + level + ", index " + index + " and width " + width);
        }
    }

    public static Tile entries(long index, int width) {
        return new Tile(ENTRIES, index, width);
    }

    /** Reads a path; throws {@link IllegalArgumentException} unless it is exactly what {@link #path} gives. */
    public static Tile parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a tile path: " + Shown.text(path));
        }
        try {
            int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
            long index = Long.parseLong(parts.group(2).replace("x", "").replace("/", ""));
            int width = parts.group(3) == null ? FULL_WIDTH : Integer.parseInt(parts.group(3));
            Tile tile = new Tile(level, index, width);
            if (tile.path().equals(path)) {
                return tile;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a tile path: " + Shown.text(path), e);
        }
        throw new IllegalArgumentException("not a tile path in its one form: " + Shown.text(path));
    }

    public String path() {
        StringBuilder number = new StringBuilder(threeDigits(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, "x" + threeDigits(rest % 1000) + "/");
        }
        return "tile/" + (isEntries() ? "entries" : level) + "/" + number + (isFull() ? "" : ".p/" + width);
    }

    private static String threeDigits(long number) {
        return Long.toString(1000 + number).substring(1);
    }

    public boolean isEntries() {
        return level == ENTRIES;
    }

    public boolean isFull() {
        return width == FULL_WIDTH;
    }

    @Override
    public String toString() {
        return path();
    }
}
