package org.unbroken.storage.worm;

import java.io.IOException;

/** An object was to be deleted that is held, or whose date has not passed. It stays. */
public final class StillKeptException extends IOException {
    private static final long serialVersionUID = 1;

    public StillKeptException(String message) {
        super(message);
    }

    /** By what the store says of the object; nothing happens where nothing keeps it. */
    public static void check(StoredObject stored, java.time.Instant now) throws StillKeptException {
        if (stored.held()) {
            throw new StillKeptException(stored.key() + " is under legal hold");
        }
        if (now.isBefore(stored.retainUntil())) {
            throw new StillKeptException(stored.key() + " is to be kept until " + stored.retainUntil()
                    + ", and by the server's clock it is " + now);
        }
    }
}
