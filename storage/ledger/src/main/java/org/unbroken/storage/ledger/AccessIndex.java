package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.storage.rocks.Keys;

/**
 * The keys under which requests for access, and accesses, are found. They are put when the entry is published and never
 * taken away: the log forgets none either.
 *
 * <pre>
 * 'q' request, inverted                        every request, the newest first
 * 'Q' agency ‖ 0 ‖ request, inverted
 * 'u' recording ‖ request, inverted            those that name a recording, as long as their detail is there
 * 'x' agency ‖ 0 ‖ time, 8 bytes ‖ entry       footage seen or given out: milliseconds from 1970, the entry's number
 * </pre>
 */
final class AccessIndex {
    private AccessIndex() {}

    static List<byte[]> keys(LedgerEvent event) {
        Optional<CustodyEvent> kind = event.event();
        if (kind.isEmpty()) {
            return List.of();
        }
        return switch (kind.get()) {
            case ACCESS_REQUESTED -> ofRequest(event);
            case VIEWED, EXPORTED ->
                List.of(Keys.join(accesses(event.entry().agency(), event.entry().at()), Keys.ofLong(event.index())));
            default -> List.of();
        };
    }

    private static List<byte[]> ofRequest(LedgerEvent event) {
        byte[] id = RecordingKey.inverted(event.recording());
        List<byte[]> keys = new ArrayList<>();
        keys.add(Keys.join(requests(Optional.empty()), id));
        keys.add(Keys.join(requests(Optional.of(event.entry().agency())), id));
        try {
            event
                    .detail()
                    .flatMap(detail -> detail.findArray("recordings"))
                    .map(JsonArray::strings)
                    .orElse(List.of())
                    .stream()
                    .map(RecordingId::new)
                    .forEach(recording -> keys.add(Keys.join(requestsFor(recording), id)));
        } catch (IllegalArgumentException noIds) {
            // A detail of a strange shape opens nothing, and must not hold up the log.
            return keys;
        }
        return keys;
    }

    static byte[] requests(Optional<String> agency) {
        return agency.map(of -> IndexPrefix.REQUESTS_OF_AGENCY.then(Keys.ofTerminated(of)))
                .orElseGet(() -> IndexPrefix.REQUESTS.then());
    }

    static byte[] requestsFor(RecordingId recording) {
        return IndexPrefix.REQUESTS_FOR.then(RecordingKey.of(recording));
    }

    static byte[] accesses(String agency, Instant from) {
        return IndexPrefix.ACCESSES.then(Keys.ofTerminated(agency), Keys.ofLong(Math.max(0, from.toEpochMilli())));
    }
}
