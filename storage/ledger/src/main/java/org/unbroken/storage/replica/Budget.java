package org.unbroken.storage.replica;

import java.io.InterruptedIOException;
import org.unbroken.storage.audit.Pacing;

/** Bytes that the copying may read and write in a second, for all its threads together. */
public final class Budget {
    private final Pacing pacing;

    public Budget(Pacing pacing) {
        this.pacing = pacing;
    }

    /** Whoever waits here lets the others wait: they share one budget. */
    synchronized void take(long bytes) throws InterruptedIOException {
        try {
            pacing.take(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the copy's budget");
        }
    }
}
