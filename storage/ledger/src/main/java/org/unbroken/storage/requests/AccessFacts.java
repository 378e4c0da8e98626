package org.unbroken.storage.requests;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;

/** What happens to a request, as the log takes it. */
public final class AccessFacts {
    private AccessFacts() {}

    public static CustodyFact requested(RecordingId id, String agency, Instant at, String actor, JsonObject detail) {
        return fact(CustodyEvent.ACCESS_REQUESTED, "", id, agency, at, actor, detail);
    }

    /** One of each who decides, approval or refusal. */
    public static CustodyFact decided(
            boolean approved, AccessRequest request, Instant at, String actor, JsonObject detail) {
        CustodyEvent event = approved ? CustodyEvent.ACCESS_APPROVED : CustodyEvent.ACCESS_REFUSED;
        return fact(event, actor, request.id(), request.agency(), at, actor, detail);
    }

    private static CustodyFact fact(
            CustodyEvent event,
            String key,
            RecordingId id,
            String agency,
            Instant at,
            String actor,
            JsonObject detail) {
        return new CustodyFact(
                event,
                key,
                id,
                agency,
                Optional.empty(),
                at,
                actor,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
