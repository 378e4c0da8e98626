package org.unbroken.deploy.scaleout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.console.Readiness.Problem;

/**
 * This machine's clock beside the object store's. Retention, times of receipt and log entries are by this machine's: with
 * another machine's day on it they would be wrong for ever, since what is sealed is not changed. Which of the two clocks is
 * the wrong one, a person has to see.
 */
final class StoreClock {
    /** Far beyond what NTP leaves and what an answer takes, and less than what moves a deadline. */
    static final Duration TOLERANCE = Duration.ofMinutes(2);

    private final InstantSource clock;
    private volatile @Nullable Duration ahead;

    StoreClock(InstantSource clock) {
        this.clock = clock;
    }

    /** What the store said just now. */
    void dated(Instant store) {
        ahead = Duration.between(store, clock.instant());
    }

    /** How far this machine's clock was before the store's at its last answer; negative when behind; empty before it. */
    Optional<Duration> ahead() {
        return Optional.ofNullable(ahead);
    }

    /** The same, for those who only want to know why. */
    Optional<String> doubt() {
        return problem().map(Problem::what);
    }

    Optional<Problem> problem() {
        return ahead().filter(by -> by.abs().compareTo(TOLERANCE) > 0)
                .map(by -> new Problem(
                        "clock",
                        "this machine's clock is " + by.abs().toSeconds() + " s "
                                + (by.isNegative() ? "behind" : "ahead of")
                                + " the object store's: set both by NTP"));
    }
}
