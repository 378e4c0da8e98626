package org.unbroken.integrity.evidence;

import java.io.IOException;

/** A bundle that is refused before anything in it is believed: the message says what is wrong, and what to do. */
public final class BundleException extends IOException {
    private static final long serialVersionUID = 1;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
