package org.unbroken.storage.custody;

import java.nio.ByteBuffer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A set of object keys at 8 to 16 bytes each: it keeps the first 64 bits of their digests. Two keys that agree in them
 * (one chance in 10⁵ for ten million keys) would hide one untracked object, and no damage.
 */
final class KeySet {
    private long[] slots = new long[1 << 10];
    private int count;

    void add(ObjectKey key) {
        if (2 * count >= slots.length) {
            long[] old = slots;
            slots = new long[2 * old.length];
            for (long value : old) {
                if (value != 0) {
                    slots[place(value)] = value;
                }
            }
        }
        long value = value(key);
        int place = place(value);
        if (slots[place] == 0) {
            slots[place] = value;
            count++;
        }
    }

    boolean contains(ObjectKey key) {
        return slots[place(value(key))] != 0;
    }

    /** Where the value is, or would be. */
    private int place(long value) {
        int mask = slots.length - 1;
        int place = (int) value & mask;
        while (slots[place] != 0 && slots[place] != value) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static long value(ObjectKey key) {
        long value = ByteBuffer.wrap(Sha256.of(key.value()).bytes()).getLong();
        return value == 0 ? 1 : value;
    }
}
