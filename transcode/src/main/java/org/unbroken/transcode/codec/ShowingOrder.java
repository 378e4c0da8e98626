package org.unbroken.transcode.codec;

/**
 * Pictures come in the order of decoding; this holds the latest few and gives back the one that is shown first. Arrays
 * kept in order: nearly every picture goes to the end or a few places before it.
 */
public final class ShowingOrder {
    /** H.264 and HEVC reorder at most 16 pictures. */
    private static final int HELD = 17;

    private final long[] keys = new long[HELD + 1];
    private final long[] values = new long[HELD + 1];
    private int size;

    /** Puts one in: what it is ordered by, and what belongs to it. Of equals the earlier stays first. */
    public void add(long key, long value) {
        int at = size++;
        while (at > 0 && keys[at - 1] > key) {
            keys[at] = keys[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        keys[at] = key;
        values[at] = value;
    }

    /** Whether one has to be taken out before the next is put in. */
    public boolean full() {
        return size > HELD;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long firstKey() {
        return keys[0];
    }

    public long firstValue() {
        return values[0];
    }

    public void removeFirst() {
        size--;
        System.arraycopy(keys, 1, keys, 0, size);
        System.arraycopy(values, 1, values, 0, size);
    }
}
