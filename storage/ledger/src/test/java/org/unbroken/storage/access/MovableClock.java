package org.unbroken.storage.access;

import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is set. */
final class MovableClock implements InstantSource {
    private Instant now;

    MovableClock(Instant now) {
        this.now = now;
    }

    void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
