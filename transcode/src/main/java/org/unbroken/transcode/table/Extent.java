package org.unbroken.transcode.table;

/** Where a box's body lies in the file. */
public record Extent(long from, long length) {
    public Extent {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException("a box of " + length + " bytes at " + from);
        }
    }
}
