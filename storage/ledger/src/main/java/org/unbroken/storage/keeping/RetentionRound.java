package org.unbroken.storage.keeping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * One walk of the sweeper over all recordings, by ascending id, as far as it has come; the record {@code retention}.
 *
 * @param cursor the last recording that it is done with
 * @param checked how many it looked at
 * @param lengthened how many of them it had lengthened
 * @param failing those that are to be kept for longer than the store does, and cannot be; at most 1000 named
 * @param lastComplete when the newest round that came to its end did so
 */
record RetentionRound(
        long number,
        Instant began,
        Optional<Instant> ended,
        Optional<RecordingId> cursor,
        long checked,
        long lengthened,
        long failed,
        List<Failing> failing,
        Optional<Instant> lastComplete) {
    static final String NAME = "retention";
    private static final String FORMAT = "unbroken/retention-round/1";
    private static final int MOST_NAMED = 1000;

    RetentionRound {
        failing = List.copyOf(failing);
    }

    /**
     * One of these.
     *
     * @param until when the store lets go of it, as it is now; empty where the store does not tell
     * @param why for an operator
     */
    record Failing(RecordingId recording, String agency, Optional<Instant> until, String why) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("recording", recording.value())
                    .put("agency", agency)
                    .putIfPresent("until", until.map(Timestamps::format))
                    .put("why", why)
                    .build();
        }

        static Failing ofJson(JsonObject json) {
            return new Failing(
                    new RecordingId(json.string("recording")),
                    json.string("agency"),
                    json.findString("until").map(Timestamps::parse),
                    json.string("why"));
        }
    }

    static RetentionRound begin(long number, Instant now, Optional<Instant> lastComplete) {
        return new RetentionRound(number, now, Optional.empty(), Optional.empty(), 0, 0, 0, List.of(), lastComplete);
    }

    RetentionRound passed(RecordingId id, boolean longer) {
        return new RetentionRound(
                number,
                began,
                ended,
                Optional.of(id),
                checked + 1,
                lengthened + (longer ? 1 : 0),
                failed,
                failing,
                lastComplete);
    }

    RetentionRound failed(Failing one) {
        List<Failing> more = new ArrayList<>(failing);
        if (more.size() < MOST_NAMED) {
            more.add(one);
        }
        return new RetentionRound(
                number,
                began,
                ended,
                Optional.of(one.recording()),
                checked + 1,
                lengthened,
                failed + 1,
                more,
                lastComplete);
    }

    RetentionRound over(Instant now) {
        return new RetentionRound(
                number, began, Optional.of(now), cursor, checked, lengthened, failed, failing, Optional.of(now));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("number", number)
                .put("began", Timestamps.format(began))
                .putIfPresent("ended", ended.map(Timestamps::format))
                .putIfPresent("cursor", cursor.map(RecordingId::value))
                .put("checked", checked)
                .put("lengthened", lengthened)
                .put("failed", failed)
                .put(
                        "failing",
                        new JsonArray(
                                failing.stream().<Json>map(Failing::toJson).toList()))
                .putIfPresent("last_complete", lastComplete.map(Timestamps::format))
                .build();
    }

    static RetentionRound ofJson(JsonObject json) {
        return new RetentionRound(
                json.integer("number"),
                Timestamps.parse(json.string("began")),
                json.findString("ended").map(Timestamps::parse),
                json.findString("cursor").map(RecordingId::new),
                json.integer("checked"),
                json.integer("lengthened"),
                json.integer("failed"),
                json.array("failing").objects().stream().map(Failing::ofJson).toList(),
                json.findString("last_complete").map(Timestamps::parse));
    }
}
