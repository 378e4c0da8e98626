package org.unbroken.storage.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;

/**
 * Findings as the log takes them. The key has the object, the aspect and a number of findings before it: whoever finds the
 * same again, in the next round or after a crash that left the entry unpublished, finds that entry; and damage that comes
 * back after it was put right is another.
 */
final class FindingFacts {
    private static final String ACTOR = "audit";
    /** A detail names no more; the finding's message tells how many there are. */
    private static final int MOST_CHUNKS = 1000;

    private FindingFacts() {}

    static CustodyFact damaged(
            ExpectedRecording recording,
            ExpectedObject object,
            Aspect aspect,
            List<Long> chunks,
            String message,
            int before,
            Instant now) {
        JsonObject detail = detail(object, aspect)
                .put("finding", Aspect.wire(aspect.kind()))
                .put("chunks", OpenFinding.numbers(chunks))
                .put("message", message)
                .build();
        return fact(CustodyEvent.DAMAGED, recording, object, aspect, before, detail, now);
    }

    static CustodyFact restored(
            ExpectedRecording recording, ExpectedObject object, Aspect aspect, String by, int found, Instant now) {
        JsonObject detail = detail(object, aspect).put("by", by).build();
        return fact(CustodyEvent.RESTORED, recording, object, aspect, found, detail, now);
    }

    static List<Long> shown(List<Long> chunks) {
        return chunks.size() <= MOST_CHUNKS ? chunks : chunks.subList(0, MOST_CHUNKS);
    }

    private static JsonObject.Builder detail(ExpectedObject object, Aspect aspect) {
        return JsonObject.builder()
                .put("aspect", aspect.wire())
                .put("object", object.key().value())
                .put("what", object.what());
    }

    private static CustodyFact fact(
            CustodyEvent event,
            ExpectedRecording recording,
            ExpectedObject object,
            Aspect aspect,
            int number,
            JsonObject detail,
            Instant now) {
        return new CustodyFact(
                event,
                OpenFinding.key(aspect, object.key().value()) + " " + number,
                recording.id(),
                recording.agency(),
                Optional.empty(),
                now,
                ACTOR,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
