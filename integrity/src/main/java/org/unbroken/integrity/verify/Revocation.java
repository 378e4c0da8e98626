package org.unbroken.integrity.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.note.VerifierKey;

/**
 * From when on a key is not believed: our line in a policy. A tool that does not know it refuses the policy, which is
 * right: it must not believe the key.
 *
 * <pre>
 * revoked name+id from-size 1000                     not believed for trees of 1000 entries and more
 * revoked name+id from-time 2027-01-01T00:00:00.000Z
 *     a log's key: believed only where a trusted witness cosigned before that time
 *     a witness's key: only cosignatures that say they were made before it
 * </pre>
 *
 * Below that, a thief of the key can still sign: sizes and times are the thief's to choose. What a thief cannot make is
 * another's cosignature; so after a theft {@code from-time}, or a quorum, is what helps.
 */
public record Revocation(String key, OptionalLong fromSize, Optional<Instant> fromTime) {
    public Revocation {
        if (fromSize.isPresent() == fromTime.isPresent()) {
            throw new IllegalArgumentException("a key is revoked from a size or from a time");
        }
    }

    boolean isOf(VerifierKey other) {
        return key.equals(other.shortText());
    }

    boolean leaves(long size, Optional<Instant> seenAt) {
        return fromSize.isPresent()
                ? size < fromSize.getAsLong()
                : seenAt.isPresent() && seenAt.get().isBefore(fromTime.orElseThrow());
    }
}
