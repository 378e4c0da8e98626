package org.unbroken.storage.audit;

import java.io.IOException;

/** What was found cannot be entered now. The sweep stays where it is until it can. */
final class LogAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    LogAwayException(String message, Exception cause) {
        super(message, cause);
    }
}
