package org.unbroken.storage.custody;

import java.io.IOException;

/** Too many facts wait already. Nothing happened: to be tried again later. */
public final class LogFullException extends IOException {
    public LogFullException(String message) {
        super(message);
    }
}
