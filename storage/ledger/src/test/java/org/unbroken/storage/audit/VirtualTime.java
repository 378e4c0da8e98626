package org.unbroken.storage.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that moves when somebody rests, and when it is told to. */
final class VirtualTime implements InstantSource, LongSupplier, Pacing.Rest {
    private final AtomicLong nanos = new AtomicLong();
    private final Instant begin;
    private Runnable onRest = () -> {};

    VirtualTime(Instant begin) {
        this.begin = begin;
    }

    void step(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    void onRest(Runnable what) {
        onRest = what;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanos.get());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public void rest(long length) throws InterruptedException {
        nanos.addAndGet(length);
        onRest.run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
