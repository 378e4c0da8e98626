package org.unbroken.storage.s3;

import java.io.InterruptedIOException;

/** Waits between two tries. */
interface Pause {
    Pause REAL = milliseconds -> {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two tries with the object store");
        }
    };

    void of(long milliseconds) throws InterruptedIOException;
}
