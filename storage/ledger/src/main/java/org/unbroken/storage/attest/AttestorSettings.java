package org.unbroken.storage.attest;

import java.time.Duration;

/**
 * How checkpoints are attested.
 *
 * @param interval no more often than this
 * @param deadline how long all witnesses together are waited for
 * @param retention of what is written, from the server's clock: the log's
 */
public record AttestorSettings(Duration interval, Duration deadline, Duration retention) {
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    public AttestorSettings {
        if (interval.isNegative() || interval.isZero() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("interval = " + interval + ", deadline = " + deadline + ": more than 0");
        }
    }
}
