package org.unbroken.integrity.evidence;

import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;

/**
 * What an export rests on, and what the explanatory note has to say beside where a regulation asks for it. Where nothing
 * is stated of a recording, what the recording itself tells stands in: its officer, its time, its place.
 *
 * @param request the approved request for access
 * @param asEvidence to be used as evidence (作为证据使用), for which a regulation may ask no approval
 * @param maker who made the recording (制作人)
 * @param taker who took the evidence (取证人员)
 * @param takenAt when, in whoever states it's words
 * @param takenWhere where
 */
public record ReleaseGround(
        Optional<RecordingId> request,
        boolean asEvidence,
        Optional<String> maker,
        Optional<String> taker,
        Optional<String> takenAt,
        Optional<String> takenWhere) {
    public static final ReleaseGround NONE = new ReleaseGround(
            Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static ReleaseGround read(JsonObject json) {
        return new ReleaseGround(
                json.findString("request").map(RecordingId::new),
                json.find("as_evidence").isPresent() && json.bool("as_evidence"),
                json.findString("maker"),
                json.findString("taker"),
                json.findString("taken_at"),
                json.findString("taken_where"));
    }

    /** Nothing for what was not stated. */
    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder();
        if (asEvidence) {
            json.put("as_evidence", true);
        }
        return json.putIfPresent("request", request.map(RecordingId::value))
                .putIfPresent("maker", maker)
                .putIfPresent("taker", taker)
                .putIfPresent("taken_at", takenAt)
                .putIfPresent("taken_where", takenWhere)
                .build();
    }
}
