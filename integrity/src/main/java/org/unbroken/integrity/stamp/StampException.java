package org.unbroken.integrity.stamp;

/** The bytes are no time-stamp, answer, certificate or evidence record that can be used here. The message says why. */
public final class StampException extends IllegalArgumentException {
    public StampException(String message) {
        super(message);
    }

    public StampException(String message, Throwable cause) {
        super(message, cause);
    }
}
