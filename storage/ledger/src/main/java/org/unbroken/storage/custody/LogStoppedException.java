package org.unbroken.storage.custody;

import java.io.IOException;

/** The log takes nothing more and publishes nothing more. The message says what a person has to do. */
public final class LogStoppedException extends IOException {
    public LogStoppedException(String message) {
        super(message);
    }

    public LogStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
