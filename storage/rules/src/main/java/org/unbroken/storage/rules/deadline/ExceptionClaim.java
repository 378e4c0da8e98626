package org.unbroken.storage.rules.deadline;

import java.util.Optional;

/**
 * Why an upload could not come in time, as somebody stated it.
 *
 * @param circumstance such as {@code continuous}, {@code away}, {@code remote}, {@code on-water}, {@code hard-to-reach}
 * @param unable whether they stated that it was truly impossible (确实无法)
 * @param approvedBy who approved it, as it was stated
 */
public record ExceptionClaim(String circumstance, boolean unable, String reason, Optional<String> approvedBy) {
    public ExceptionClaim(String circumstance, boolean unable, String reason) {
        this(circumstance, unable, reason, Optional.empty());
    }

    public ExceptionClaim {
        if (!circumstance.matches("[a-z-]{1,32}")) {
            throw new IllegalArgumentException("a circumstance is a word such as continuous, not " + circumstance);
        }
    }
}
