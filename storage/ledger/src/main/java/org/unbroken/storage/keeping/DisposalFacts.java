package org.unbroken.storage.keeping;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.SecrecyClasses;

/** What happens to a batch, and by it, as the log takes it. */
public final class DisposalFacts {
    private DisposalFacts() {}

    public static CustodyFact requested(DisposalList list, String actor, JsonObject detail) {
        return fact(
                CustodyEvent.DISPOSAL_REQUESTED,
                "",
                list.batch(),
                list.agency(),
                list.requested(),
                actor,
                detail,
                list.digest());
    }

    /** One of each who approves. */
    public static CustodyFact approved(DisposalBatch batch, Instant at, String actor, JsonObject detail) {
        return fact(CustodyEvent.DISPOSAL_APPROVED, actor, batch.id(), batch.agency(), at, actor, detail, batch.list());
    }

    /**
     * That the batch is to be carried out.
     *
     * @param leaveOut whether the rest goes on without what may not go
     */
    public static CustodyFact ordered(
            DisposalBatch batch, boolean leaveOut, Instant at, String actor, JsonObject detail) {
        return fact(
                CustodyEvent.DISPOSAL_ORDERED,
                "",
                batch.id(),
                batch.agency(),
                at,
                actor,
                detail.with()
                        .put("ineligible", leaveOut ? "leave-out" : "refuse")
                        .build(),
                batch.list());
    }

    /**
     * That it goes.
     *
     * @param recording its row, whose classes stay in the detail of this fact, since those of other entries go; empty for
     *     a case, a request or an explanation, which have none
     * @param logSize entries that were published when it was found free to go
     */
    static CustodyFact disposed(
            DisposalBatch batch,
            RecordingId id,
            Optional<Recording> recording,
            long logSize,
            Instant at,
            String actor) {
        JsonObject.Builder detail =
                JsonObject.builder().put("batch", batch.id().value()).put("log_size", logSize);
        recording.ifPresentOrElse(
                row -> detail.put("secrecy", SecrecyClasses.array(row.secrecy())), () -> detail.put("filed", 1));
        return fact(CustodyEvent.DISPOSED, "", id, batch.agency(), at, actor, detail.build(), batch.list());
    }

    static CustodyFact done(DisposalBatch batch, Instant at, JsonObject detail) {
        return fact(CustodyEvent.DISPOSAL_DONE, "", batch.id(), batch.agency(), at, "disposal", detail, batch.list());
    }

    private static CustodyFact fact(
            CustodyEvent event,
            String key,
            RecordingId id,
            String agency,
            Instant at,
            String actor,
            JsonObject detail,
            Sha256 list) {
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
                Optional.of(list));
    }
}
