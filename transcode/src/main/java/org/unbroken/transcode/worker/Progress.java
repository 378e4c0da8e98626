package org.unbroken.transcode.worker;

/**
 * Told by a job while it works, from the loop that does the work: a job that hangs inside native code must fall silent.
 */
@FunctionalInterface
public interface Progress {
    /** Says how much of the recording's own time is done. */
    void at(long mediaMicros);
}
