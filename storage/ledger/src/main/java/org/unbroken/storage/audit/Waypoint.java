package org.unbroken.storage.audit;

import java.time.Instant;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;

/** At this time a round had come as far as this recording. */
record Waypoint(RecordingId upTo, Instant at) {
    JsonObject toJson() {
        return JsonObject.builder()
                .put("up_to", upTo.value())
                .put("at", Timestamps.format(at))
                .build();
    }

    static Waypoint ofJson(JsonObject json) {
        return new Waypoint(new RecordingId(json.string("up_to")), Timestamps.parse(json.string("at")));
    }
}
