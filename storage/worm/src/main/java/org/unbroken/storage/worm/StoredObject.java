package org.unbroken.storage.worm;

import java.time.Instant;

/** What the store says of an object it holds. {@code size} in bytes; before {@code retainUntil} it cannot be deleted. */
public record StoredObject(ObjectKey key, long size, Instant retainUntil) {
    public StoredObject {
        if (size < 0) {
            throw new IllegalArgumentException("object of " + size + " bytes: " + key);
        }
    }
}
