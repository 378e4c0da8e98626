package org.unbroken.integrity.evidence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;

/**
 * Who takes recordings out, when, where, for whom, approved by whom and on what ground: what the explanatory note
 * (说明材料) has to say, and what the custody log keeps as a detail. What was not stated is left open in the note,
 * to be filled in by hand.
 *
 * @param export one id for the whole bundle: the details of all its recordings carry it
 * @param at the stated time; the entry has the server's own
 * @param software name and version of what writes the bundle
 * @param ground what it rests on, and what else a regulation wants the note to say
 */
public record ExportStatement(
        RecordingId export,
        Instant at,
        Optional<String> extractedBy,
        Optional<String> recipient,
        Optional<String> approvedBy,
        Optional<String> reason,
        Optional<String> place,
        String software,
        ReleaseGround ground) {
    private static final int LONGEST = 500;

    /** Throws {@link IllegalArgumentException} naming what is empty, too long or has control characters. */
    public ExportStatement {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        require("extracted_by", extractedBy);
        require("for", recipient);
        require("approved_by", approvedBy);
        require("reason", reason);
        require("place", place);
        require("software", Optional.of(software));
        require("maker", ground.maker());
        require("taker", ground.taker());
        require("taken_at", ground.takenAt());
        require("taken_where", ground.takenWhere());
    }

    /** Of one that names neither a request nor more than every note has. */
    public ExportStatement(
            RecordingId export,
            Instant at,
            Optional<String> extractedBy,
            Optional<String> recipient,
            Optional<String> approvedBy,
            Optional<String> reason,
            Optional<String> place,
            String software) {
        this(export, at, extractedBy, recipient, approvedBy, reason, place, software, ReleaseGround.NONE);
    }

    private static void require(String name, Optional<String> text) {
        text.ifPresent(given -> {
            if (given.isBlank() || given.length() > LONGEST) {
                throw new IllegalArgumentException(name + " has 1 to " + LONGEST + " characters");
            }
            if (given.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(name + " has control characters or several lines");
            }
        });
    }

    /** Reads what {@link #json} gives; members beside those are ignored. */
    public static ExportStatement read(JsonObject json) {
        return new ExportStatement(
                new RecordingId(json.string("export")),
                Timestamps.parse(json.string("stated_at")),
                json.findString("extracted_by"),
                json.findString("for"),
                json.findString("approved_by"),
                json.findString("reason"),
                json.findString("place"),
                json.string("software"),
                ReleaseGround.read(json));
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("export", export.value())
                .put("stated_at", Timestamps.format(at))
                .putIfPresent("extracted_by", extractedBy)
                .putIfPresent("for", recipient)
                .putIfPresent("approved_by", approvedBy)
                .putIfPresent("reason", reason)
                .putIfPresent("place", place)
                .put("software", software)
                .putAll(ground.json().members())
                .build();
    }
}
