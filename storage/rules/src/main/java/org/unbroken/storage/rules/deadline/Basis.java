package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.storage.rules.Said;

/**
 * The moment from which a deadline was counted.
 *
 * @param assumed present where nobody told it: what stands in for it
 */
public record Basis(CountedFrom from, Instant at, Optional<Said> assumed) {
    static Basis told(CountedFrom from, Instant at) {
        return new Basis(from, at, Optional.empty());
    }
}
