package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessRequests;

/**
 * The requests that one caller is to be shown, page by page. A page goes on behind the last one shown or, where it had to
 * look at too many, at a moment: never at a request that the caller may not know of.
 */
final class RequestPages {
    private static final int AT_ONCE = 200;
    /** Then a page ends, with fewer than were asked for. */
    private static final int MOST_LOOKED_AT = 5_000;

    private final AccessRequests requests;
    private final Wanted wanted;

    RequestPages(AccessRequests requests, Wanted wanted) {
        this.requests = requests;
        this.wanted = wanted;
    }

    interface Wanted {
        boolean is(AccessRequest request) throws IOException;
    }

    /**
     * Newest first.
     *
     * @param next what to give as {@code after}; empty on the last
     */
    record Page(List<AccessRequest> requests, Optional<RecordingId> next) {
        static final Page NONE = new Page(List.of(), Optional.empty());

        Page {
            requests = List.copyOf(requests);
        }
    }

    Page naming(RecordingId recording) throws IOException {
        List<AccessRequest> shown = new ArrayList<>();
        for (AccessRequest request : requests.naming(recording)) {
            if (wanted.is(request)) {
                shown.add(request);
            }
        }
        return new Page(shown, Optional.empty());
    }

    Page page(Optional<String> agency, Optional<RecordingId> after, int limit) throws IOException {
        List<AccessRequest> shown = new ArrayList<>();
        Optional<RecordingId> place = after;
        int looked = 0;
        while (true) {
            List<RecordingId> some = requests.page(agency, place, AT_ONCE);
            for (RecordingId id : some) {
                boolean left = place.isEmpty() || id.time().isBefore(place.get().time());
                if (looked >= MOST_LOOKED_AT && left) {
                    // All of the moment before were looked at: behind its first possible id comes this one.
                    return new Page(shown, place.map(RecordingId::time).map(RecordingId::oldestAt));
                }
                place = Optional.of(id);
                looked++;
                Optional<AccessRequest> request = requests.find(id);
                if (request.isPresent() && wanted.is(request.get())) {
                    if (shown.size() == limit) {
                        return new Page(shown, Optional.of(shown.get(limit - 1).id()));
                    }
                    shown.add(request.get());
                }
            }
            if (some.size() < AT_ONCE) {
                return new Page(shown, Optional.empty());
            }
        }
    }
}
