package org.unbroken.storage.audit;

import java.io.IOException;

/** Bytes that are not those that the log names. */
public final class OtherBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message names object and chunk. */
    public OtherBytesException(String message) {
        super(message);
    }
}
