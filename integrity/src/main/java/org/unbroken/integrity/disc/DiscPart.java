package org.unbroken.integrity.disc;

import java.util.Locale;

/**
 * A piece of an original that lies on one disc. It begins at a chunk's beginning and ends with a chunk or with the file, so
 * that the sealed manifest alone tells whether it is whole.
 *
 * @param path of the original, in the bundle
 */
public record DiscPart(String path, long offset, long length) {
    /** A part is one extent of a file on any ISO 9660 disc: less than 4 GiB. */
    static final long MOST = (4L << 30) - (8L << 20);

    public DiscPart {
        if (offset < 0 || length < 0 || length > MOST || offset % (8L << 20) != 0) {
            throw new IllegalArgumentException(
                    "a part of " + path + " from byte " + offset + " with " + length + " bytes");
        }
    }

    long end() {
        return offset + length;
    }

    /** Whose original it is of; {@code path} is {@code data/RECORDING/original.EXT}. */
    String recording() {
        return path.split("/", -1)[1];
    }

    /** Where it lies on its disc. */
    String name() {
        return String.format(Locale.ROOT, "parts/%s/%020d", recording(), offset);
    }
}
