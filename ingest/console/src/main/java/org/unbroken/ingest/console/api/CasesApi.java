package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.cases.CaseState;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.deadline.DeadlineJson;

/** {@code /api/cases}: opened, changed, closed, archived, each an entry under the case's own id. */
public final class CasesApi {
    private static final List<String> PARAMETERS = List.of("agency", "number", "state", "after", "limit");
    private static final int DEFAULT_LIMIT = 100;

    private final VisibleRecordings recordings;
    private final Cases cases;
    private final CustodyEntries entries;
    private final Statement statement;
    private final AgencyRules rules;
    private final CaseChecks checks;

    CasesApi(
            VisibleRecordings recordings,
            Cases cases,
            CustodyEntries entries,
            Statement statement,
            AgencyRules rules,
            CaseChecks checks) {
        this.recordings = recordings;
        this.cases = cases;
        this.entries = entries;
        this.statement = statement;
        this.rules = rules;
        this.checks = checks;
    }

    public Answer open(Call call) throws IOException {
        JsonObject body = Orders.parse(call.body(CaseOrder.LONGEST_BODY));
        Principal who = call.principal();
        String agency = Statement.agency(body, who);
        CaseOrder order = CaseOrder.of(body);
        String number = order.number().orElseThrow(() -> Problem.badRequest("\"number\" of the case is needed")
                .exception());
        free(agency, number);
        JsonObject detail = Statement.said(who)
                .put("case", order.json())
                .putIfPresent("reason", Orders.findText(body, "reason"))
                .build();
        return entered(call, CustodyEvent.CASE_OPENED, statement.newId(), agency, detail);
    }

    /** Two cases of one number would be one to every recording that names it. */
    private void free(String agency, String number) throws IOException {
        List<CaseFile> there = cases.numbered(agency, number);
        if (!there.isEmpty()) {
            throw Problem.conflict(
                            "there is a case of this number, " + there.get(0).id())
                    .exception();
        }
    }

    /** Members that are null are taken away. What was said before stays on record. */
    public Answer change(Call call) throws IOException {
        CaseFile file = of(call);
        JsonObject body = Orders.parse(call.body(CaseOrder.LONGEST_BODY));
        CaseOrder order = CaseOrder.of(body);
        if (order.takesNumberAway()) {
            throw Problem.badRequest("a case has a number: change it to another")
                    .exception();
        }
        if (order.number().isPresent() && !order.number().equals(file.number())) {
            free(file.agency(), order.number().get());
        }
        JsonObject detail = Statement.said(call.principal())
                .put("case", order.json())
                .put("reason", Orders.text(body, "reason"))
                .build();
        return entered(call, CustodyEvent.CASE_CHANGED, file.id(), file.agency(), detail);
    }

    public Answer close(Call call) throws IOException {
        CaseFile file = in(call, CaseState.OPEN);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        JsonObject detail = Statement.said(call.principal())
                .putIfPresent("on", statement.findPast(body, "on"))
                .putIfPresent("reason", Orders.findText(body, "reason"))
                .build();
        return entered(call, CustodyEvent.CASE_CLOSED, file.id(), file.agency(), detail);
    }

    public Answer reopen(Call call) throws IOException {
        CaseFile file = in(call, CaseState.CLOSED, CaseState.ARCHIVED);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        JsonObject detail = Statement.said(call.principal())
                .put("reason", Orders.text(body, "reason"))
                .build();
        return entered(call, CustodyEvent.CASE_REOPENED, file.id(), file.agency(), detail);
    }

    /** Its file is made; until when it is kept decides how long its evidence is. */
    public Answer archive(Call call) throws IOException {
        CaseFile file = in(call, CaseState.CLOSED);
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Optional<String> until = body.find("kept_until").isEmpty()
                ? Optional.empty()
                : Optional.of(Timestamps.format(Orders.time(body, "kept_until")));
        JsonObject detail = Statement.said(call.principal())
                .putIfPresent("on", statement.findPast(body, "on"))
                .putIfPresent("kept_until", until)
                .putIfPresent("reference", Orders.findText(body, "reference"))
                .putIfPresent("reason", Orders.findText(body, "reason"))
                .build();
        return entered(call, CustodyEvent.CASE_ARCHIVED, file.id(), file.agency(), detail);
    }

    /** Of those that the caller sees, for a page. */
    public Cases.Page<CaseFile> page(Principal who, Query query) throws IOException {
        return cases.page(who.agency(), Paging.after(query), DEFAULT_LIMIT);
    }

    private CaseFile in(Call call, CaseState... states) throws IOException {
        CaseFile file = of(call);
        if (!List.of(states).contains(file.state())) {
            throw Problem.conflict("the case is " + file.state().wire() + ", and has to be "
                            + Arrays.stream(states).map(CaseState::wire).collect(Collectors.joining(" or ")))
                    .exception();
        }
        return file;
    }

    private Answer entered(Call call, CustodyEvent event, RecordingId id, String agency, JsonObject detail)
            throws IOException {
        OptionalLong index =
                entries.enter(statement.fact(event, statement.newId().value(), id, agency, call.principal(), detail));
        Optional<CaseFile> now = cases.find(id);
        JsonObject.Builder shown = now.isPresent()
                ? shown(now.get(), call.principal())
                : JsonObject.builder().put("id", id.value()).put("agency", agency);
        return Answer.json(200, shown.put("index", CustodyEntries.shown(index)).build());
    }

    public Answer one(Call call) throws IOException {
        CaseFile file = of(call);
        boolean fixedCamera = checks.hasFixedCamera(file, call.principal());
        JsonObject json =
                shown(file, fixedCamera).put("history", file.history()).build();
        return Answer.json(200, recordings.hidden(call.principal()).without(json));
    }

    /** What should be there, and what is. */
    public Answer check(Call call) throws IOException {
        return Answer.json(200, checks.of(of(call), call.principal()));
    }

    /** Newest first. */
    public Answer list(Call call) throws IOException {
        Query query = call.query().allowOnly(PARAMETERS);
        Optional<String> agency = query.find("agency").or(() -> call.principal().agency());
        Optional<CaseState> state = query.find("state").map(CasesApi::state);
        if (agency.filter(named -> !call.principal().sees(named)).isPresent()) {
            return answer(List.of(), Optional.empty(), call.principal());
        }
        Optional<String> number = query.find("number");
        if (number.isPresent()) {
            String of = agency.orElseThrow(
                    () -> Problem.badParameter("agency", "needed with \"number\", as this token is bound to none")
                            .exception());
            return answer(cases.numbered(of, number.get()), Optional.empty(), call.principal());
        }
        Cases.Page<CaseFile> page = cases.page(agency, Paging.after(query), Paging.limit(query, DEFAULT_LIMIT));
        List<CaseFile> wanted = page.items().stream()
                .filter(file -> call.principal().sees(file.agency()))
                .filter(file -> state.isEmpty() || file.state() == state.get())
                .toList();
        return answer(wanted, page.next(), call.principal());
    }

    private static CaseState state(String word) {
        return CaseState.ofWire(word)
                .orElseThrow(() -> Problem.badParameter("state", "one of open, closed, archived, disposed")
                        .exception());
    }

    private Answer answer(List<CaseFile> found, Optional<RecordingId> next, Principal who) throws IOException {
        List<Json> shown = new ArrayList<>();
        for (CaseFile file : found) {
            shown.add(shown(file, who).build());
        }
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("cases", new JsonArray(shown))
                        .put(
                                "next",
                                next.<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL))
                        .build());
    }

    /** Without a look at its footage: whether a camera of it was fixed is not known. */
    private JsonObject.Builder shown(CaseFile file, Principal who) throws IOException {
        return recordings.hidden(who).without(shown(file, false).build()).with();
    }

    private JsonObject.Builder shown(CaseFile file, boolean fixedCamera) {
        return file.json()
                .put(
                        "deadlines",
                        new JsonArray(deadlines(file, fixedCamera).stream()
                                .<Json>map(DeadlineJson::of)
                                .toList()));
    }

    private List<Deadline> deadlines(CaseFile file, boolean fixedCamera) {
        return file.state() == CaseState.DISPOSED
                ? List.of()
                : rules.caseDeadlines(file.agency(), file.facts(), fixedCamera, statement.now());
    }

    /** The case that the address names; 404 when there is none, or none for this caller. */
    public CaseFile of(Call call) throws IOException {
        RecordingId id;
        try {
            id = new RecordingId(call.variable("case"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        return cases.find(id)
                .filter(file -> call.principal().sees(file.agency()))
                .orElseThrow(() -> Problem.notFound().exception());
    }
}
