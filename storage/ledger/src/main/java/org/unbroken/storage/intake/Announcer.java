package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.unbroken.integrity.RecordingId;

/**
 * Tells the seal job's queue of landings, and spares everybody the wait while that is away: after a failure one attempt
 * is made every few seconds, and all others fail at once. Without it each upload that completes would hold a writer of
 * the gateway for as long as the queue's client hopes, and soon no byte would be received.
 */
final class Announcer {
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final LandingPublisher publisher;
    private final LongSupplier nanoTime;
    private boolean away;
    private boolean trying;
    private long tryAgainAt;

    /** {@code nanoTime}: as {@link System#nanoTime}. */
    Announcer(LandingPublisher publisher, LongSupplier nanoTime) {
        this.publisher = publisher;
        this.nanoTime = nanoTime;
    }

    void announce(Landing landing) throws LandingUnpublishedException {
        RecordingId id = landing.recording();
        if (!mayTry()) {
            throw new LandingUnpublishedException(id, "the queue was away a moment ago");
        }
        boolean done = false;
        try {
            publisher.publish(landing);
            done = true;
        } catch (IOException | RuntimeException e) {
            throw new LandingUnpublishedException(id, e);
        } finally {
            tried(done);
        }
    }

    private synchronized boolean mayTry() {
        if (!away) {
            return true;
        }
        if (trying || nanoTime.getAsLong() - tryAgainAt < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    private synchronized void tried(boolean done) {
        away = !done;
        trying = false;
        tryAgainAt = nanoTime.getAsLong() + PAUSE_NANOS;
    }
}
