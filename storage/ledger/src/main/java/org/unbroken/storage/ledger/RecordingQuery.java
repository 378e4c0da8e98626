package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;

/**
 * Which recordings. All filters given must hold. Answers come newest first, by id.
 *
 * @param from recorded (or, where the camera told no time, received) at or after
 * @param to recorded (or received) before
 * @param after the last id of the page before
 * @param limit 1 to 1000
 * @param cleared the secrecy classes of which the asker may know: what has others is not there, and no page ends at it;
 *     empty: all are there, for this system's own work
 */
public record RecordingQuery(
        Optional<String> agency,
        Optional<String> camera,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<RecordingState> state,
        Optional<String> caseNumber,
        Optional<RecordingId> after,
        int limit,
        Optional<Set<String>> cleared) {
    public RecordingQuery {
        cleared = cleared.map(Set::copyOf);
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + ": 1 to 1000");
        }
    }

    /** One that asks whatever the secrecy. */
    public RecordingQuery(
            Optional<String> agency,
            Optional<String> camera,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<RecordingState> state,
            Optional<String> caseNumber,
            Optional<RecordingId> after,
            int limit) {
        this(agency, camera, from, to, state, caseNumber, after, limit, Optional.empty());
    }

    public RecordingQuery clearedFor(Set<String> classes) {
        return new RecordingQuery(agency, camera, from, to, state, caseNumber, after, limit, Optional.of(classes));
    }

    /** The same search, going on where a page ended. */
    public RecordingQuery after(RecordingId next) {
        return new RecordingQuery(agency, camera, from, to, state, caseNumber, Optional.of(next), limit, cleared);
    }
}
