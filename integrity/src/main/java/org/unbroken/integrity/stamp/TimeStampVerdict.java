package org.unbroken.integrity.stamp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * What was checked of a token, each check with its result.
 *
 * <p>Names of checks: {@code token} (it can be read), {@code imprint}, {@code algorithms}, {@code certificate} (named by
 * the signature, within its time, for time-stamping alone), {@code signature}, {@code authority} (a chain up to a trusted
 * certificate, valid at the token's time), {@code revocation} (where a list of an issuer in that chain was given: none of
 * its certificates had been taken back), {@code policy}.
 *
 * @param time what it says; empty when it could not be read or has no certificate. To be believed if all checks passed
 */
public record TimeStampVerdict(List<Check> checks, Optional<StampedTime> time) {
    public TimeStampVerdict {
        checks = List.copyOf(checks);
    }

    /** Failed if one check did; unknown if one could not be made, as where nobody is trusted. */
    public Outcome outcome() {
        if (checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED) ? Outcome.PASSED : Outcome.UNKNOWN;
    }

    /** Those that did not pass, for a message; empty if all did. */
    public String problems() {
        return checks.stream()
                .filter(check -> check.outcome() != Outcome.PASSED)
                .map(check -> check.name() + ": " + check.message())
                .collect(Collectors.joining("; "));
    }
}
