package org.unbroken.storage.audit;

import java.util.function.LongSupplier;

/**
 * Lets through so much a second, each amount after the time that the one before it was worth. What was not used is not
 * saved up: after a pause there is no rush. Used by one thread.
 */
public final class Pacing {
    private static final double NANOS = 1e9;

    /** Waits for a while. */
    public interface Rest {
        void rest(long nanos) throws InterruptedException;
    }

    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Rest rest;
    private long next;
    private boolean begun;

    public Pacing(double perSecond, LongSupplier nanoTime, Rest rest) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a pace of " + perSecond + " a second");
        }
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.rest = rest;
    }

    /** Returns once this much may be had. */
    public void take(long amount) throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (!begun || next - now < 0) {
            begun = true;
            next = now;
        }
        if (next - now > 0) {
            rest.rest(next - now);
        }
        next += (long) (amount / perSecond * NANOS);
    }

    /** Waits for something else than the pace. */
    void pause(long nanos) throws InterruptedException {
        rest.rest(nanos);
    }
}
