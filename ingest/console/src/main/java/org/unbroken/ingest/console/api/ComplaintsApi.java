package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.LabelValues;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/**
 * {@code POST /api/complaints}: somebody complained, and what was filmed is collected and kept at once (I9: 执法行为被投诉的，
 * 及时收集、保存相关信息). Where the rulebook keeps disputed footage for long (A21, B39, D21, H17) each recording is marked with
 * that; elsewhere it goes under a hold. The complaint's id is the hold's or the mark's: the same order again does nothing twice.
 * One recording that cannot be kept ends none of the others, and is told. What is hidden from whoever orders it is neither kept
 * nor told of: somebody cleared orders it too.
 */
public final class ComplaintsApi {
    private static final int PAGE = 500;
    private static final int MOST = 1_000;
    private static final String DISPUTE = "dispute";

    private final VisibleRecordings recordings;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final Statement statement;

    public ComplaintsApi(
            VisibleRecordings recordings,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.entries = entries;
        this.rules = rules;
        this.statement = new Statement(clock, random);
    }

    public Answer collect(Call call) throws IOException {
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        String agency = Statement.agency(body, who);
        Optional<Rulebook> book = rules.of(agency);
        boolean forLong = book.filter(
                        rulebook -> rulebook.value(Rules.RETENTION_TRIGGERS).contains(DISPUTE))
                .isPresent();
        RecordingId complaint = id(body);
        JsonObject.Builder detail = Statement.said(who)
                .put("reason", Orders.text(body, "reason"))
                .putIfPresent("reference", Orders.findText(body, "reference"));
        JsonObject said = forLong ? detail.put("trigger", DISPUTE).build() : detail.build();
        List<Recording> about = about(body, agency, who);
        Map<RecordingId, String> refused = entries.enterAll(about.stream()
                .map(recording -> forLong
                        ? LongTermMarks.marked(recording, complaint, statement.now(), who.id(), said)
                        : statement.fact(CustodyEvent.HELD, complaint.value(), recording.id(), agency, who, said))
                .toList());
        if (!about.isEmpty() && refused.size() == about.size()) {
            throw Problem.unavailable(
                            "nothing is kept yet: " + refused.get(about.get(0).id())
                                    + ". Order it again as \"complaint\" " + complaint,
                            10)
                    .exception();
        }
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("complaint", complaint.value())
                        .put("agency", agency)
                        .put("kept_by", forLong ? "long-term" : "hold")
                        .put("wanted", book.<Json>map(ComplaintsApi::wanted).orElse(JsonNull.NULL))
                        .put(
                                "recordings",
                                JsonArray.ofStrings(about.stream()
                                        .map(Recording::id)
                                        .filter(id -> !refused.containsKey(id))
                                        .map(RecordingId::value)
                                        .toList()))
                        .put(
                                "refused",
                                new JsonArray(refused.entrySet().stream()
                                        .<Json>map(each -> JsonObject.builder()
                                                .put("recording", each.getKey().value())
                                                .put("reason", each.getValue())
                                                .build())
                                        .toList()))
                        .build());
    }

    private static Json wanted(Rulebook book) {
        RuleSetting<Boolean> atOnce = book.setting(Rules.COMPLAINT_COLLECT_AT_ONCE);
        RuleSetting<Set<String>> triggers = book.setting(Rules.RETENTION_TRIGGERS);
        RuleSetting<?> by = atOnce.value() ? atOnce : triggers;
        return JsonObject.builder()
                .put("at_once", atOnce.value())
                .put("articles", JsonArray.ofStrings(by.articles()))
                .put("wording", JsonArray.ofStrings(by.wording()))
                .build();
    }

    private RecordingId id(JsonObject body) {
        try {
            return Orders.findId(body, "complaint").map(RecordingId::new).orElseGet(statement::newId);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"complaint\" is no UUIDv7 in lower case").exception();
        }
    }

    /** Made in this time, by this camera or officer, of this case: at least one of them. */
    private List<Recording> about(JsonObject body, String agency, Principal who) throws IOException {
        Optional<Instant> from = time(body, "from");
        Optional<Instant> to = time(body, "to");
        Optional<String> camera = Orders.findText(body, "camera");
        Optional<String> number = Orders.findText(body, "case");
        Optional<String> officer = Orders.findText(body, "officer");
        boolean spanned = from.isPresent() && to.isPresent();
        if (!spanned && number.isEmpty()) {
            throw Problem.badRequest("\"case\", or \"from\" and \"to\", is needed: what the complaint is about")
                    .exception();
        }
        List<Recording> found = new ArrayList<>();
        Optional<RecordingId> after = Optional.empty();
        do {
            Ledger.Page page = recordings.search(
                    new RecordingQuery(Optional.of(agency), camera, from, to, Optional.empty(), number, after, PAGE),
                    who);
            page.recordings().stream()
                    .filter(recording -> recording.state() != RecordingState.DISPOSED)
                    .filter(recording -> officer.isEmpty() || isBy(recording, officer.get()))
                    .forEach(found::add);
            if (found.size() > MOST) {
                throw Problem.badRequest("more than " + MOST + " recordings: say more closely what it is about")
                        .exception();
            }
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private static boolean isBy(Recording recording, String officer) {
        return List.of(Label.OFFICER, Label.COLLEAGUES).stream()
                .map(label -> recording.labels().getOrDefault(label.wire(), ""))
                .anyMatch(names ->
                        names.equals(officer) || LabelValues.words(names).contains(officer));
    }

    private static Optional<Instant> time(JsonObject body, String name) {
        return body.find(name).isEmpty() ? Optional.empty() : Optional.of(Orders.time(body, name));
    }
}
