package org.unbroken.storage.worm;

import java.io.IOException;

/** The key already holds other bytes. What is there stays; what was to be written is not. */
public final class ObjectConflictException extends IOException {
    public ObjectConflictException(String message) {
        super(message);
    }
}
