package org.unbroken.storage.requests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.rules.AgencyRules;

/**
 * The requests that the log tells of, as they stand under the rules of now.
 *
 * @param rules how long an approval lasts at most, and where somebody has to approve
 */
public record AccessRequests(Ledger ledger, AgencyRules rules) {
    /** Nobody asks so often for one recording; older requests than these open nothing. */
    private static final int MOST_FOR_ONE = 1_000;

    public Optional<AccessRequest> find(RecordingId id) throws IOException {
        return AccessRequest.of(id, ledger.custody(id), rules);
    }

    /** Newest first. */
    public List<AccessRequest> naming(RecordingId recording) throws IOException {
        return read(ledger.requestsFor(recording, MOST_FOR_ONE));
    }

    /**
     * Ids of requests, newest first, those made before {@code after}. Of some nothing is told any more, and {@link #find}
     * has none: where a page ends is for the ids to say, and not for what could be read.
     */
    public List<RecordingId> page(Optional<String> agency, Optional<RecordingId> after, int limit) throws IOException {
        return ledger.requests(agency, after, limit);
    }

    private List<AccessRequest> read(List<RecordingId> ids) throws IOException {
        List<AccessRequest> found = new ArrayList<>();
        for (RecordingId id : ids) {
            find(id).ifPresent(found::add);
        }
        return found;
    }
}
