package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the case a recording belongs to.
 *
 * @param started present where enforcement began before its approval
 * @param actEnded 执法行为终结
 * @param closed 结案
 * @param filed when the case file was made
 */
public record CaseFacts(
        Optional<Instant> started,
        Optional<Instant> approved,
        Optional<Instant> decided,
        Optional<Instant> actEnded,
        Optional<Instant> closed,
        Optional<Instant> filed) {
    public static final CaseFacts NONE = new CaseFacts(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public CaseFacts withStarted(Instant at) {
        return new CaseFacts(Optional.of(at), approved, decided, actEnded, closed, filed);
    }

    public CaseFacts withApproved(Instant at) {
        return new CaseFacts(started, Optional.of(at), decided, actEnded, closed, filed);
    }

    public CaseFacts withDecided(Instant at) {
        return new CaseFacts(started, approved, Optional.of(at), actEnded, closed, filed);
    }

    public CaseFacts withActEnded(Instant at) {
        return new CaseFacts(started, approved, decided, Optional.of(at), closed, filed);
    }

    public CaseFacts withClosed(Instant at) {
        return new CaseFacts(started, approved, decided, actEnded, Optional.of(at), filed);
    }

    public CaseFacts withFiled(Instant at) {
        return new CaseFacts(started, approved, decided, actEnded, closed, Optional.of(at));
    }
}
