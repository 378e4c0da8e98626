package org.unbroken.transcode.worker;

/** A job that cannot be done for this file; the message is the reason shown to people. */
public final class JobRefused extends Exception {
    public JobRefused(String reason) {
        super(reason);
    }
}
