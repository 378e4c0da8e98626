package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;

/**
 * Which recordings. All filters given must hold. Answers come newest first, by id.
 *
 * @param from recorded (or, where the camera told no time, received) at or after
 * @param to recorded (or received) before
 * @param after the last id of the page before
 * @param limit 1 to 1000
 */
public record RecordingQuery(
        Optional<String> agency,
        Optional<String> camera,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<RecordingState> state,
        Optional<String> caseNumber,
        Optional<RecordingId> after,
        int limit) {
    public RecordingQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + ": 1 to 1000");
        }
    }
}
