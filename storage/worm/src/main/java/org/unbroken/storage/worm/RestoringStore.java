package org.unbroken.storage.worm;

import java.io.IOException;
import java.time.Instant;

/**
 * A store that can have the right bytes put back where an object was lost or damaged. Not part of {@link WormStore}: who
 * writes footage can replace nothing.
 */
public interface RestoringStore {

    /**
     * Gives the key these bytes. Where other bytes have it, they are kept aside; where the store lets nobody replace
     * them, nothing changes. Retention is the later of the date given and the one that a present object has. When it
     * returns the object is durable; when it throws, what was there is there still, or the right bytes already are.
     *
     * @throws CannotReplaceException when this store holds other bytes under the key and will not let go of them
     */
    StoredObject restore(ObjectKey key, RightBytes bytes, Instant retainUntil) throws IOException;
}
