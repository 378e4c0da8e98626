package org.unbroken.storage.stamps;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Begins at the machine's time, since OpenSSL stamps with that, and moves when it is told to. */
final class SteppedClock implements InstantSource {
    private volatile Instant now;

    SteppedClock(Instant now) {
        this.now = now;
    }

    void step(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
