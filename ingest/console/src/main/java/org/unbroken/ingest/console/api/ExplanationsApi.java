package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.Explanation;
import org.unbroken.storage.cases.ExplanationWants;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Said;

/** {@code /api/explanations}: why there is no recording, of a case or of an officer; each has an id of its own. */
public final class ExplanationsApi {
    private static final List<String> PARAMETERS = List.of("agency", "case", "after", "limit");
    private static final int DEFAULT_LIMIT = 100;

    private final Cases cases;
    private final CustodyEntries entries;
    private final Statement statement;
    private final AgencyRules rules;

    ExplanationsApi(Cases cases, CustodyEntries entries, Statement statement, AgencyRules rules) {
        this.cases = cases;
        this.entries = entries;
        this.statement = statement;
        this.rules = rules;
    }

    public Answer explain(Call call) throws IOException {
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Principal who = call.principal();
        String agency = Statement.agency(body, who);
        JsonObject detail = new ExplanationOrder(statement).alone(body, who);
        RecordingId id = statement.newId();
        OptionalLong index = entries.enter(
                statement.fact(CustodyEvent.EXPLAINED, statement.newId().value(), id, agency, who, detail));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("id", id.value())
                        .put("agency", agency)
                        .put("index", CustodyEntries.shown(index))
                        .build());
    }

    /** Newest first. With {@code case}, all of that case; it needs an agency then. */
    public Answer list(Call call) throws IOException {
        Query query = call.query().allowOnly(PARAMETERS);
        Optional<String> agency = query.find("agency").or(() -> call.principal().agency());
        if (agency.filter(named -> !call.principal().sees(named)).isPresent()) {
            return answer(List.of(), Optional.empty());
        }
        Optional<String> number = query.find("case");
        if (number.isPresent()) {
            String of = agency.orElseThrow(
                    () -> Problem.badParameter("agency", "needed with \"case\", as this token is bound to none")
                            .exception());
            return answer(cases.explanations(of, number.get()), Optional.empty());
        }
        int limit = Paging.limit(query, DEFAULT_LIMIT);
        Cases.Page<Explanation> page = cases.explanations(agency, Paging.after(query), limit);
        return answer(page.items(), page.next());
    }

    private Answer answer(List<Explanation> found, Optional<RecordingId> next) {
        return Answer.json(
                200,
                JsonObject.builder()
                        .put(
                                "explanations",
                                new JsonArray(
                                        found.stream().<Json>map(this::shown).toList()))
                        .put(
                                "next",
                                next.<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL))
                        .build());
    }

    /** With what the agency's rulebook wants of it, and it lacks. */
    JsonObject shown(Explanation explanation) {
        List<Said> lacking = rules.of(explanation.agency())
                .map(book -> ExplanationWants.lacking(book, explanation))
                .orElse(List.of());
        return explanation
                .json()
                .put(
                        "lacking",
                        new JsonArray(lacking.stream().<Json>map(Said::json).toList()))
                .build();
    }
}
