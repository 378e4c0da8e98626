package org.unbroken.ingest.pipeline.seal;

import java.time.Duration;

/** How long a landing waits after a try that failed: twice as long each time, and never longer than five minutes. */
public final class RetryWait {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 16;

    private RetryWait() {}

    /** After this attempt, of which the first is 1. */
    public static Duration after(int attempt) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(Math.max(attempt, 1) - 1, DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
