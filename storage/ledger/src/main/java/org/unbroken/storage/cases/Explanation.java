package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonBoolean;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * Why something was interrupted, not made, not permitted or late.
 *
 * @param id the recording's; of one that is of no recording, its own
 * @param cause such as {@code battery}; {@code other} where none of the known ones fits
 * @param spokenAtUs where in the footage it is spoken
 * @param atUs where in the footage the interruption is
 * @param inWriting whether this is, or names, the written statement
 * @param explainedBy whose explanation it is: a person's name
 * @param step of the procedure, where what lacks is one
 */
public record Explanation(
        RecordingId id,
        String agency,
        Stated stated,
        ExplanationKind kind,
        Optional<String> cause,
        OptionalLong spokenAtUs,
        OptionalLong atUs,
        boolean inWriting,
        Optional<String> explainedBy,
        Optional<Instant> explainedAt,
        Optional<String> reportedTo,
        Optional<Instant> reportedAt,
        Optional<String> caseNumber,
        Optional<String> officer,
        Optional<String> unit,
        Optional<String> step) {

    /** Empty for an entry that is of something else, and for one whose detail is gone or cannot be read. */
    public static Optional<Explanation> of(CustodyRecord record) {
        return record.entry().is(CustodyEvent.EXPLAINED)
                ? record.detail().flatMap(detail -> read(record, detail))
                : Optional.empty();
    }

    public static List<Explanation> in(List<CustodyRecord> custody) {
        return custody.stream().map(Explanation::of).flatMap(Optional::stream).toList();
    }

    private static Optional<Explanation> read(CustodyRecord record, JsonObject detail) {
        return Stated.text(detail, "kind")
                .flatMap(ExplanationKind::ofWire)
                .map(kind -> new Explanation(
                        new RecordingId(record.entry().recording()),
                        record.entry().agency(),
                        Stated.by(record),
                        kind,
                        Stated.text(detail, "cause"),
                        number(detail, "spoken_at_us"),
                        number(detail, "at_us"),
                        detail.find("in_writing").equals(Optional.of(new JsonBoolean(true))),
                        Stated.text(detail, "explained_by"),
                        Moment.in(detail, "explained_at"),
                        Stated.text(detail, "reported_to"),
                        Moment.in(detail, "reported_at"),
                        Stated.text(detail, "case"),
                        Stated.text(detail, "officer"),
                        Stated.text(detail, "unit"),
                        Stated.text(detail, "step")));
    }

    private static OptionalLong number(JsonObject from, String name) {
        Optional<Json> value = from.find(name);
        return value.isPresent() && value.get() instanceof JsonInteger number
                ? OptionalLong.of(number.value())
                : OptionalLong.empty();
    }

    public JsonObject.Builder json() {
        JsonObject.Builder json = stated.json()
                .put("id", id.value())
                .put("agency", agency)
                .put("kind", kind.wire())
                .put("in_writing", inWriting)
                .putIfPresent("cause", cause)
                .putIfPresent("explained_by", explainedBy)
                .putIfPresent("explained_at", explainedAt.map(Timestamps::format))
                .putIfPresent("reported_to", reportedTo)
                .putIfPresent("reported_at", reportedAt.map(Timestamps::format))
                .putIfPresent("case", caseNumber)
                .putIfPresent("officer", officer)
                .putIfPresent("unit", unit)
                .putIfPresent("step", step);
        spokenAtUs.ifPresent(at -> json.put("spoken_at_us", at));
        atUs.ifPresent(at -> json.put("at_us", at));
        return json;
    }
}
