package org.unbroken.ingest.pipeline.describe;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a camera's files are compared. It travels with the job, so it is serializable.
 *
 * @param joinTolerance files whose times meet within this can be one take; cameras that split a recording leave less
 */
public record HistorySettings(Duration joinTolerance) implements Serializable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    public HistorySettings {
        if (joinTolerance.isNegative() || joinTolerance.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "joinTolerance = " + joinTolerance + ": 0 to " + LONGEST.toSeconds() + " seconds");
        }
    }

    public static HistorySettings defaults() {
        return new HistorySettings(Duration.ofSeconds(1));
    }

    long joinMicros() {
        return joinTolerance.toNanos() / 1000;
    }
}
