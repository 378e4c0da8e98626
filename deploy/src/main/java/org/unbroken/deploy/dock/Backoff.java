package org.unbroken.deploy.dock;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before trying again, and when to stop trying. Each failure without progress doubles the wait; any
 * progress starts over, so a slow line with many breaks gets through and a dead server is left alone in the end.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Duration patience;
    private final Pause pause;
    private Duration waited = Duration.ZERO;
    private Duration next = FIRST;

    Backoff(Duration patience, Pause pause) {
        this.patience = patience;
        this.pause = pause;
    }

    void progressed() {
        waited = Duration.ZERO;
        next = FIRST;
    }

    /**
     * Waits as long as is due, or as long as the server asked for.
     *
     * @throws DockException naming {@code trouble}, when patience is used up
     */
    void after(String trouble, Optional<Duration> retryAfter) throws DockException, InterruptedException {
        if (waited.compareTo(patience) >= 0) {
            throw new DockException(trouble + " (tried for " + patience.toSeconds() + " s without progress)");
        }
        Duration wait = retryAfter.orElse(next);
        if (wait.compareTo(LONGEST) > 0) {
            wait = LONGEST;
        }
        pause.of(wait);
        // A server that says "at once" over and over still uses patience up.
        waited = waited.plus(wait.compareTo(FIRST) < 0 ? FIRST : wait);
        next = next.multipliedBy(2);
    }
}
