package org.unbroken.storage.rules.deadline;

/**
 * Why an upload could not come in time, as somebody stated it.
 *
 * @param circumstance such as {@code continuous}, {@code away}, {@code remote}, {@code on-water}, {@code hard-to-reach}
 * @param unable whether they stated that it was truly impossible (确实无法)
 */
public record ExceptionClaim(String circumstance, boolean unable, String reason) {
    public ExceptionClaim {
        if (!circumstance.matches("[a-z-]{1,32}")) {
            throw new IllegalArgumentException("a circumstance is a word such as continuous, not " + circumstance);
        }
    }
}
