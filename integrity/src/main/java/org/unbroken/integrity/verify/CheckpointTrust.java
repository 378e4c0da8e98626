package org.unbroken.integrity.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.VerifierKey;

/**
 * What a policy says of a signed checkpoint.
 *
 * @param checkpoint what was signed; empty when the text is no checkpoint
 * @param logKeys the trusted keys of its log that signed it
 * @param cosigned the trusted witnesses that cosigned it
 * @param quorumMet whether those are enough for the policy
 * @param problems what is wrong with it: no checkpoint, a wrong signature under a known key. Any makes all else count for
 *     nothing
 * @param disregarded signatures that are right and not believed, since their key is revoked
 */
public record CheckpointTrust(
        Optional<Checkpoint> checkpoint,
        List<VerifierKey> logKeys,
        List<Cosigned> cosigned,
        boolean quorumMet,
        List<String> problems,
        List<String> disregarded) {
    public CheckpointTrust {
        logKeys = List.copyOf(logKeys);
        cosigned = List.copyOf(cosigned);
        problems = List.copyOf(problems);
        disregarded = List.copyOf(disregarded);
    }

    /**
     * A witness's cosignature.
     *
     * @param witness its name in the policy
     * @param at when the witness says that it was made
     */
    public record Cosigned(String witness, VerifierKey key, Optional<Instant> at) {}

    /** A trusted key of its log signed it, and nothing about it is wrong. */
    public boolean signed() {
        return problems.isEmpty() && !logKeys.isEmpty();
    }

    /** The policy accepts it. */
    public boolean accepted() {
        return signed() && quorumMet;
    }

    /** The earliest time at which a trusted witness says that it saw it. */
    public Optional<Instant> seenAt() {
        return cosigned.stream().flatMap(each -> each.at().stream()).min(Instant::compareTo);
    }
}
