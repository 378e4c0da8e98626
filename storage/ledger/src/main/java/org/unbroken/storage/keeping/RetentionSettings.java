package org.unbroken.storage.keeping;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How retention is lengthened.
 *
 * <pre>
 *           now      + lead                        + step
 *  ──────────┼─────────┼─────────────────────────────┼──────────────
 *  an end that is known, before + step:  set at once
 *  an end that is known, after  + step:  set to + step, and again once that is a lead nearer
 *  no end known: set to + 2 lead once what stands is before + lead
 * </pre>
 *
 * A date in the store can never be taken back: so a wrong label or a clock that is years ahead locks nothing for longer
 * than a step, and what waits for a label is not locked for years because it waited a day.
 *
 * @param interval a round begins no sooner than this after the one before it began
 * @param recordingsPerSecond looked at
 */
public record RetentionSettings(Duration interval, int recordingsPerSecond, Duration lead, Duration step) {
    public RetentionSettings {
        require(!interval.isNegative() && !interval.isZero(), "interval " + interval + " is not more than 0");
        require(recordingsPerSecond >= 1, "recordings per second: " + recordingsPerSecond);
        require(
                lead.compareTo(interval.multipliedBy(3)) >= 0,
                "lead " + lead + " is not three times the interval " + interval + " or more");
        require(
                step.compareTo(lead.multipliedBy(2)) >= 0,
                "step " + step + " is not twice the lead " + lead + " or more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("retention " + message);
        }
    }

    /**
     * The date to be set now; empty while what stands is good.
     *
     * @param latest later dates this store does not keep
     */
    Optional<Instant> next(Optional<Instant> standing, KeepingRules.Wanted wanted, Instant now, Instant latest) {
        Instant stands = standing.orElse(Instant.MIN);
        Instant furthest = now.plus(step);
        Instant next = wanted.until();
        if (next.isAfter(furthest)) {
            next = stands.isBefore(furthest.minus(lead)) ? furthest : stands;
        }
        if (wanted.open() && stands.isBefore(now.plus(lead)) && next.isBefore(now.plus(lead))) {
            next = now.plus(lead.multipliedBy(2));
        }
        if (next.isAfter(latest)) {
            next = latest;
        }
        // Whole seconds: stores keep no parts of them.
        Instant whole = Instant.ofEpochSecond(next.getEpochSecond() + (next.getNano() > 0 ? 1 : 0));
        return whole.isAfter(stands) ? Optional.of(whole) : Optional.empty();
    }
}
