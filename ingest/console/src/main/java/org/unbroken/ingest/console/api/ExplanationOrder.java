package org.unbroken.ingest.console.api;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.ExplanationKind;

/** Reads an explanation that somebody gives; what is wrong or lacks is named. */
final class ExplanationOrder {
    /** What the regulations excuse, what they say must not or need not be recorded, and anything else. */
    private static final Set<String> CAUSES = Set.of(
            "device-fault",
            "damage",
            "weather",
            "battery",
            "space",
            "obstruction",
            "place-change",
            "explosive-area",
            "secrets-without-consent",
            "state-secret",
            "military-secret",
            "trade-secret",
            "technical-secret",
            "privacy",
            "urgent",
            "impossible",
            "unsuitable",
            "papers-suffice",
            "other");

    private final Statement statement;

    ExplanationOrder(Statement statement) {
        this.statement = statement;
    }

    /** The detail of an explanation that is of a recording. */
    JsonObject ofRecording(JsonObject body, Principal who) {
        return read(body, who).build();
    }

    /** The detail of one that is of none: it says of which case, or of whom, it is. */
    JsonObject alone(JsonObject body, Principal who) {
        ExplanationKind kind = kind(body);
        if (kind == ExplanationKind.INTERRUPTION || kind == ExplanationKind.LATE_UPLOAD) {
            throw Problem.badRequest(
                            "\"kind\" " + kind.wire() + " is of a recording: give it at the recording's address")
                    .exception();
        }
        if (body.find("case").isEmpty() && body.find("officer").isEmpty()) {
            throw Problem.badRequest("\"case\" or \"officer\" is needed: of what this is")
                    .exception();
        }
        return read(body, who).build();
    }

    private JsonObject.Builder read(JsonObject body, Principal who) {
        ExplanationKind kind = kind(body);
        JsonObject.Builder detail = Statement.said(who).put("kind", kind.wire());
        for (String name : new String[] {"case", "officer", "unit", "step", "explained_by", "reported_to"}) {
            detail.putIfPresent(name, Orders.findText(body, name));
        }
        Orders.findText(body, "cause").ifPresent(cause -> {
            if (!CAUSES.contains(cause)) {
                throw Problem.badRequest("\"cause\" is one of "
                                + CAUSES.stream().sorted().collect(Collectors.joining(", ")))
                        .exception();
            }
            detail.put("cause", cause);
        });
        detail.putIfPresent("explained_at", statement.findPast(body, "explained_at"));
        detail.putIfPresent("reported_at", statement.findPast(body, "reported_at"));
        place(body, "at_us", detail);
        place(body, "spoken_at_us", detail);
        detail.put("in_writing", Orders.flag(body, "in_writing"));
        boolean spoken = body.find("spoken_at_us").isPresent();
        // What is spoken in the footage is heard there; anything else is written here.
        detail.put("reason", spoken ? Orders.findText(body, "reason").orElse(null) : Orders.text(body, "reason"));
        return detail;
    }

    private static ExplanationKind kind(JsonObject body) {
        return ExplanationKind.ofWire(Orders.text(body, "kind"))
                .orElseThrow(() -> Problem.badRequest("\"kind\" is one of "
                                + Arrays.stream(ExplanationKind.values())
                                        .map(ExplanationKind::wire)
                                        .collect(Collectors.joining(", ")))
                        .exception());
    }

    private static void place(JsonObject body, String name, JsonObject.Builder detail) {
        body.find(name).ifPresent(value -> {
            if (!(value instanceof JsonInteger at) || at.value() < 0) {
                throw Problem.badRequest("\"" + name + "\" is a place in the footage, in microseconds from its start")
                        .exception();
            }
            detail.put(name, at.value());
        });
    }
}
