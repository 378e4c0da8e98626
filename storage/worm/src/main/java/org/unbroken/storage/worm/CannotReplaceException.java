package org.unbroken.storage.worm;

import java.io.IOException;

/** The store holds other bytes under the key, locked, and nobody can put the right ones in their place. */
public final class CannotReplaceException extends IOException {
    private static final long serialVersionUID = 1L;

    public CannotReplaceException(String message) {
        super(message);
    }
}
