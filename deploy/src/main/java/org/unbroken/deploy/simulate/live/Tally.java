package org.unbroken.deploy.simulate.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What is counted while a run goes on. Thread-safe. */
final class Tally {
    private static final int NAMED = 20;

    final LongAdder acknowledged = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    final LongAdder sealed = new LongAdder();
    final LongAdder unsealed = new LongAdder();
    /** Answers that told the camera to come back later. */
    final LongAdder turnedAway = new LongAdder();
    /** Requests that were made again, for whatever reason. */
    final LongAdder retries = new LongAdder();

    final LongAdder brokenLines = new LongAdder();
    final Measured landing = new Measured();
    final Measured receipt = new Measured();
    /** From the first acknowledgement of the run to the last. */
    private long firstNanos;

    private long lastNanos;
    private final List<String> troubles = new ArrayList<>();

    synchronized void acknowledged(long now) {
        if (acknowledged.sum() == 0) {
            firstNanos = now;
        }
        lastNanos = now;
        acknowledged.increment();
    }

    synchronized double acknowledgedSeconds() {
        return (lastNanos - firstNanos) / 1e9;
    }

    /** The first few; a system that is down would say the same ten thousand times. */
    synchronized void trouble(String text) {
        if (troubles.size() < NAMED) {
            troubles.add(text);
        }
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }
}
