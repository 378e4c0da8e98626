package org.unbroken.storage.rules.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How long a recording is kept: for the longest of its reasons.
 *
 * @param until the store's retain-until is not before this
 * @param open whether it may not go then either: a reason has no known end
 */
public record Retained(Instant until, boolean open, List<RetentionReason> reasons) {
    public Retained {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a recording is kept for a reason");
        }
    }

    /** The reason that keeps it longest. */
    public RetentionReason longest() {
        return reasons.stream()
                .max(Comparator.comparing(
                                (RetentionReason reason) -> reason.until().orElse(Instant.MAX))
                        .thenComparing(RetentionReason::of))
                .orElseThrow();
    }

    /** Retention is only ever lengthened: what stands is kept where it is longer. */
    public Instant notBefore(Instant standing) {
        return until.isAfter(standing) ? until : standing;
    }

    /** Whether every reason has ended. */
    public boolean ended(Instant now) {
        return !open && now.isAfter(until);
    }
}
