package org.unbroken.storage.worm;

import java.time.Instant;

/**
 * What the store says of an object it holds.
 *
 * @param size in bytes
 * @param retainUntil before this date it cannot be deleted
 * @param held under legal hold: until it is released it cannot be deleted either, whatever the date
 */
public record StoredObject(ObjectKey key, long size, Instant retainUntil, boolean held) {
    public StoredObject {
        if (size < 0) {
            throw new IllegalArgumentException("object of " + size + " bytes: " + key);
        }
    }

    /** One that is not held. */
    public StoredObject(ObjectKey key, long size, Instant retainUntil) {
        this(key, size, retainUntil, false);
    }
}
