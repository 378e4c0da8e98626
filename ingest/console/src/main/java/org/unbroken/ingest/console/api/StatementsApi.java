package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.cases.ExplainedFindings;
import org.unbroken.storage.cases.Explanation;
import org.unbroken.storage.cases.LabelChange;
import org.unbroken.storage.cases.LabelHistory;
import org.unbroken.storage.cases.LabelValues;
import org.unbroken.storage.cases.Reported;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Recording;

/**
 * What people state of a recording: {@code …/labels}, {@code …/reported}, {@code …/explained}. Each is an entry, durable before
 * the answer; what was stated before stays on record.
 */
public final class StatementsApi {
    private static final List<String> MOMENTS = List.of("returned", "day_ended", "arrived", "activity_ended", "left");
    /** What labels said once, and where it is said now: in one place each. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "long_term", "a fact for which footage is kept for long is entered by POST …/long-term",
            "secrecy", "secrecy classes are set by POST …/secrecy");

    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final Statement statement;
    private final ExplanationsApi explanations;

    StatementsApi(
            VisibleRecordings recordings, CustodyEntries entries, Statement statement, ExplanationsApi explanations) {
        this.recordings = recordings;
        this.entries = entries;
        this.statement = statement;
        this.explanations = explanations;
    }

    /** As they are, and how they came about. */
    public Answer labels(Call call) throws IOException {
        return Answer.json(200, labelled(recordings.kept(call)).build());
    }

    public Answer label(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        SortedMap<String, Json> change = labels(body);
        Optional<String> reason = Orders.findText(body, "reason");
        boolean corrects = change.entrySet().stream().anyMatch(each -> {
            String now = recording.labels().get(each.getKey());
            return now != null && !new JsonString(now).equals(each.getValue());
        });
        if (corrects && reason.isEmpty()) {
            throw Problem.badRequest("\"reason\" is needed: this changes or takes away a label that is there")
                    .exception();
        }
        JsonObject detail = Statement.said(call.principal())
                .put("labels", JsonObject.builder().putAll(change).build())
                .putIfPresent("reason", reason)
                .build();
        OptionalLong index = entries.enter(statement.fact(
                CustodyEvent.LABELLED,
                statement.key(body),
                recording.id(),
                recording.agency(),
                call.principal(),
                detail));
        Recording now = recordings.ledger().find(recording.id()).orElse(recording);
        return Answer.json(
                200, labelled(now).put("index", CustodyEntries.shown(index)).build());
    }

    private JsonObject.Builder labelled(Recording recording) throws IOException {
        List<LabelChange> changes = LabelHistory.of(
                        recording, recordings.ledger().custody(recording.id()))
                .changes();
        SortedMap<String, Json> labels = new TreeMap<>();
        recording.labels().forEach((name, value) -> labels.put(name, new JsonString(value)));
        return JsonObject.builder()
                .put("recording", recording.id().value())
                .put("labels", JsonObject.builder().putAll(labels).build())
                .put(
                        "history",
                        new JsonArray(
                                changes.stream().<Json>map(LabelChange::json).toList()));
    }

    private static SortedMap<String, Json> labels(JsonObject body) {
        if (!(body.members().get("labels") instanceof JsonObject given)
                || given.members().isEmpty()) {
            throw Problem.badRequest("\"labels\" is needed: an object of one label or more, null to take one away")
                    .exception();
        }
        SortedMap<String, Json> labels = new TreeMap<>();
        for (Map.Entry<String, Json> each : given.members().entrySet()) {
            if (ELSEWHERE.containsKey(each.getKey())) {
                throw Problem.badRequest("\"" + each.getKey() + "\" is no label: " + ELSEWHERE.get(each.getKey()))
                        .exception();
            }
            Label label = Label.ofWire(each.getKey())
                    .orElseThrow(() -> Problem.badRequest("label \"" + Query.shown(each.getKey())
                                    + "\" is not known; there are " + String.join(", ", Label.all()))
                            .exception());
            if (each.getValue() == JsonNull.NULL) {
                labels.put(label.wire(), JsonNull.NULL);
            } else if (each.getValue() instanceof JsonString text) {
                labels.put(label.wire(), new JsonString(checked(label, text.value())));
            } else {
                throw Problem.badRequest("label \"" + label.wire() + "\" is a text, or null to take it away")
                        .exception();
            }
        }
        return labels;
    }

    private static String checked(Label label, String value) {
        try {
            return LabelValues.checked(label, value);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("label \"" + label.wire() + "\": " + e.getMessage())
                    .exception();
        }
    }

    /** When they were back, when the day's enforcement ended, and on what ground the upload came later. */
    public Answer report(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        JsonObject.Builder detail = Statement.said(call.principal())
                .putIfPresent("returned", statement.findPast(body, "returned"))
                .putIfPresent("day_ended", statement.findPast(body, "day_ended"))
                .putIfPresent("arrived", statement.findPast(body, "arrived"))
                .putIfPresent("activity_ended", statement.findPast(body, "activity_ended"))
                .putIfPresent("left", statement.findPast(body, "left"))
                .putIfPresent("reason", Orders.findText(body, "reason"));
        Optional<JsonObject> claim = UploadClaim.find(body);
        claim.ifPresent(exception -> detail.put("exception", exception));
        if (MOMENTS.stream().allMatch(moment -> body.find(moment).isEmpty()) && claim.isEmpty()) {
            throw Problem.badRequest("one of " + String.join(", ", MOMENTS) + " and exception is needed")
                    .exception();
        }
        return entered(call, CustodyEvent.REPORTED, recording, statement.key(body), detail.build());
    }

    public Answer explain(Call call) throws IOException {
        Recording recording = recordings.kept(call);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        if (recordings.ledger().custody(recording.id()).isEmpty()) {
            // In the log it would stand among the explanations that are of no recording.
            throw Problem.conflict("the log has nothing of this recording yet: it is "
                            + recording.state().wire() + "; explain it once it is received")
                    .exception();
        }
        JsonObject detail = new ExplanationOrder(statement).ofRecording(body, call.principal());
        return entered(call, CustodyEvent.EXPLAINED, recording, statement.key(body), detail);
    }

    private Answer entered(Call call, CustodyEvent event, Recording recording, String key, JsonObject detail)
            throws IOException {
        OptionalLong index =
                entries.enter(statement.fact(event, key, recording.id(), recording.agency(), call.principal(), detail));
        return Answer.json(
                200,
                with(JsonObject.builder().build(), recording)
                        .with()
                        .put("recording", recording.id().value())
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    /** Members {@code reported} and {@code explanations}, as one recording has them. */
    JsonObject with(JsonObject json, Recording recording) throws IOException {
        List<CustodyRecord> custody = recordings.ledger().custody(recording.id());
        List<Explanation> explained = Explanation.in(custody);
        JsonObject.Builder with = json.with();
        if (json.members().get("continuity") instanceof JsonObject continuity) {
            with.put("continuity", ExplainedFindings.in(continuity, explained));
        }
        return with.put(
                        "reported",
                        new JsonArray(Reported.in(custody).stream()
                                .<Json>map(Reported::json)
                                .toList()))
                .put(
                        "explanations",
                        new JsonArray(explained.stream()
                                .<Json>map(explanations::shown)
                                .toList()))
                .build();
    }
}
