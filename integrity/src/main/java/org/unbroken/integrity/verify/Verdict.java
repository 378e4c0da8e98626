package org.unbroken.integrity.verify;

import java.util.List;

/** What all checks together say. */
public enum Verdict {
    /** Every check passed: these are the bytes that the trusted log recorded. */
    INTACT(0, "intact", "intact"),
    /** A check failed. */
    DAMAGED(1, "damaged", "NOT intact"),
    /** Nothing contradicts, but no trusted key vouches for where it came from, or something to check was not given. */
    NOT_AUTHENTICATED(2, "not_authenticated", "consistent, origin not authenticated");

    private final int exitCode;
    private final String wire;
    private final String text;

    Verdict(int exitCode, String wire, String text) {
        this.exitCode = exitCode;
        this.wire = wire;
        this.text = text;
    }

    public static Verdict of(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return DAMAGED;
        }
        boolean all = !checks.isEmpty() && checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED);
        return all ? INTACT : NOT_AUTHENTICATED;
    }

    /** The command's exit code. */
    public int exitCode() {
        return exitCode;
    }

    public String wire() {
        return wire;
    }

    public String text() {
        return text;
    }
}
