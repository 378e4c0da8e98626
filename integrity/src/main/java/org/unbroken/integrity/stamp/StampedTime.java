package org.unbroken.integrity.stamp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says, and what that rests on.
 *
 * @param time when the authority had the bytes' digest before it
 * @param accuracy how far that may be off, either way, by its own word
 * @param authority the name in its certificate
 * @param policy the policy by which it did, an object identifier
 * @param serialNumber the token's among those of this authority, in hex
 * @param certificateUntil the first end among its certificate and those up to the trusted one
 * @param algorithms all that it rests on, as {@link AlgorithmEnds} names them
 */
public record StampedTime(
        Instant time,
        Optional<Duration> accuracy,
        String authority,
        String policy,
        String serialNumber,
        Instant certificateUntil,
        Set<String> algorithms) {
    public StampedTime {
        algorithms = Set.copyOf(algorithms);
    }

    /** From then on the token alone convinces nobody: its certificates or one of its algorithms have ended. */
    public Instant soundUntil(AlgorithmEnds ends) {
        Instant algorithm = ends.earliestEnd(algorithms);
        return algorithm.isBefore(certificateUntil) ? algorithm : certificateUntil;
    }
}
