package org.unbroken.storage.audit;

import java.io.IOException;

/** Bytes that are not those that the log names. */
final class OtherBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherBytesException(String message) {
        super(message);
    }
}
