package org.unbroken.storage.shared;

import java.io.IOException;

/** Somebody else was first. */
public final class SharedConflictException extends IOException {
    private static final long serialVersionUID = 1L;

    public SharedConflictException(String name) {
        super(name + " was changed by somebody else");
    }
}
