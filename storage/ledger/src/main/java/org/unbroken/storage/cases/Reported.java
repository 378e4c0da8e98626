package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonBoolean;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.deadline.ExceptionClaim;

/**
 * Moments that somebody reported of a recording, and the exception that was claimed for it,
 * at one time.
 *
 * @param arrived at the place; told of the first recording made there
 * @param activityEnded when what was done there ended; told of the last one
 * @param left when they left the place; told of the last one
 */
public record Reported(
        Stated stated,
        Optional<Instant> returned,
        Optional<Instant> dayEnded,
        Optional<Instant> arrived,
        Optional<Instant> activityEnded,
        Optional<Instant> left,
        Optional<ExceptionClaim> exception) {

    static Optional<Reported> of(CustodyRecord record) {
        return record.entry().is(CustodyEvent.REPORTED)
                ? record.detail()
                        .map(detail -> new Reported(
                                Stated.by(record),
                                Moment.in(detail, "returned"),
                                Moment.in(detail, "day_ended"),
                                Moment.in(detail, "arrived"),
                                Moment.in(detail, "activity_ended"),
                                Moment.in(detail, "left"),
                                claim(detail)))
                : Optional.empty();
    }

    /** All that was reported, oldest first. */
    public static List<Reported> in(List<CustodyRecord> custody) {
        return custody.stream().map(Reported::of).flatMap(Optional::stream).toList();
    }

    private static Optional<ExceptionClaim> claim(JsonObject detail) {
        Optional<Json> given = detail.find("exception");
        if (given.isEmpty() || !(given.get() instanceof JsonObject exception)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ExceptionClaim(
                    Stated.text(exception, "circumstance").orElse("special"),
                    exception.find("unable").equals(Optional.of(new JsonBoolean(true))),
                    Stated.text(exception, "reason").orElse(""),
                    Stated.text(exception, "approved_by")));
        } catch (IllegalArgumentException noWord) {
            return Optional.empty();
        }
    }

    public JsonObject json() {
        JsonObject.Builder json = stated.json()
                .putIfPresent("returned", returned.map(Timestamps::format))
                .putIfPresent("day_ended", dayEnded.map(Timestamps::format))
                .putIfPresent("arrived", arrived.map(Timestamps::format))
                .putIfPresent("activity_ended", activityEnded.map(Timestamps::format))
                .putIfPresent("left", left.map(Timestamps::format));
        exception.ifPresent(claim -> json.put(
                "exception",
                JsonObject.builder()
                        .put("circumstance", claim.circumstance())
                        .put("unable", claim.unable())
                        .put("reason", claim.reason())
                        .putIfPresent("approved_by", claim.approvedBy())
                        .build()));
        return json.build();
    }
}
