package org.unbroken.storage.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;

/**
 * Where a sweep is, as {@code audit/presence} and {@code audit/bytes} keep it.
 *
 * @param cursor the last recording that was done with in this round
 * @param within how far the next one's original has been read
 * @param last the round before this one
 */
record SweepPlace(AuditRound round, Optional<RecordingId> cursor, Optional<Within> within, Optional<AuditRound> last) {
    static final String FORMAT = "unbroken/audit-place/1";

    /** Chunks before {@code next} were read; {@code damaged} among them. */
    record Within(RecordingId recording, long next, List<Long> damaged) {
        Within {
            damaged = List.copyOf(damaged);
        }
    }

    static SweepPlace begin(Optional<AuditRound> last, Instant now, AuditRound.Amount total) {
        long number = last.map(AuditRound::number).orElse(0L) + 1;
        return new SweepPlace(AuditRound.begin(number, now, total), Optional.empty(), Optional.empty(), last);
    }

    SweepPlace passed(RecordingId id, long objects, long bytes) {
        return new SweepPlace(round.passed(objects, bytes), Optional.of(id), Optional.empty(), last);
    }

    SweepPlace into(Within chunk) {
        return new SweepPlace(round, cursor, Optional.of(chunk), last);
    }

    SweepPlace noted(Instant now) {
        return cursor.isEmpty() ? this : new SweepPlace(round.at(cursor.get(), now), cursor, within, last);
    }

    SweepPlace over(Instant now) {
        return new SweepPlace(noted(now).round.over(now), cursor, Optional.empty(), last);
    }

    JsonObject toJson(long revision) {
        JsonObject.Builder json = JsonObject.builder()
                .put("format", FORMAT)
                .put("revision", revision)
                .put("round", round.toJson())
                .putIfPresent("cursor", cursor.map(RecordingId::value));
        within.ifPresent(chunk -> json.put(
                "within",
                JsonObject.builder()
                        .put("recording", chunk.recording().value())
                        .put("next", chunk.next())
                        .put("damaged", OpenFinding.numbers(chunk.damaged()))
                        .build()));
        last.ifPresent(before -> json.put("last", before.toJson()));
        return json.build();
    }

    static SweepPlace ofJson(JsonObject json) {
        return new SweepPlace(
                AuditRound.ofJson(json.object("round")),
                json.findString("cursor").map(RecordingId::new),
                json.findObject("within")
                        .map(chunk -> new Within(
                                new RecordingId(chunk.string("recording")),
                                chunk.integer("next"),
                                OpenFinding.numbers(chunk.array("damaged")))),
                json.findObject("last").map(AuditRound::ofJson));
    }
}
