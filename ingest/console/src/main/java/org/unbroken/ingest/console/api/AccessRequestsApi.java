package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.ingest.console.register.RetrievalForm;
import org.unbroken.ingest.console.register.Sheet;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.requests.AccessFacts;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessRequests;
import org.unbroken.storage.requests.AccessTerms;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;

/**
 * Requests to view, copy or give out: asked for, approved or refused in the order of the rulebook's chain, shown. What the
 * log says is all there is.
 */
public final class AccessRequestsApi {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 500;

    private final VisibleRecordings recordings;
    private final AccessRequests requests;
    private final CustodyEntries entries;
    private final AgencyRules rules;
    private final InstantSource clock;
    private final SecureRandom random;

    public AccessRequestsApi(
            VisibleRecordings recordings,
            AccessGate gate,
            CustodyEntries entries,
            AgencyRules rules,
            InstantSource clock,
            SecureRandom random) {
        this.recordings = recordings;
        this.requests = gate.requests();
        this.entries = entries;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    public Answer request(Call call) throws IOException {
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        AccessUse use = use(body);
        Set<RecordingId> wanted = wanted(body);
        String agency = agencyOf(wanted, who);
        Optional<Rulebook> book = rules.of(agency);
        Instant until = Orders.time(body, "until");
        if (!until.isAfter(clock.instant())) {
            throw Problem.badRequest(
                            "\"until\" is over: by the server's clock it is " + Timestamps.format(clock.instant()))
                    .exception();
        }
        Instant latest = now().plus(rules.longestApproval());
        if (until.isAfter(latest)) {
            throw Problem.badRequest("\"until\" is too far away: no approval lasts longer than "
                            + rules.longestApproval().toDays() + " days here (access.longest-approval), so "
                            + Timestamps.format(latest) + " at the latest")
                    .exception();
        }
        AccessTerms terms;
        try {
            terms = new AccessTerms(
                    use,
                    wanted,
                    Orders.findText(body, "for"),
                    Orders.findText(body, "unit"),
                    who.name(),
                    Orders.text(body, "reason"),
                    until,
                    book.map(known -> AccessGate.chain(known, use).offices()).orElse(List.of()).stream()
                            .map(Office::ofWire)
                            .toList(),
                    book.map(AccessRequestsApi::reference));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage())).exception();
        }
        if (book.isPresent()) {
            refuseExcepted(book.get(), terms);
        }
        RecordingId id = RecordingId.generate(clock, random);
        OptionalLong index = entries.enter(AccessFacts.requested(
                id, agency, now(), who.id(), terms.json(who.role().wire())));
        return requests.find(id)
                .map(entered -> Answer.json(200, with(entered, index)))
                .orElseGet(() -> Answer.json(
                        202,
                        JsonObject.builder()
                                .put("request", id.value())
                                .put("index", CustodyEntries.shown(index))
                                .build()));
    }

    private static JsonObject reference(Rulebook book) {
        return JsonObject.builder()
                .put("id", book.id())
                .put("version", book.version())
                .put("sha256", book.digest().hex())
                .build();
    }

    private static AccessUse use(JsonObject body) {
        try {
            return AccessUse.ofWire(Orders.text(body, "use"));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"use\": " + e.getMessage()).exception();
        }
    }

    private static Set<RecordingId> wanted(JsonObject body) {
        try {
            Set<RecordingId> ids = new LinkedHashSet<>();
            body.array("recordings").strings().forEach(id -> ids.add(new RecordingId(id)));
            if (ids.isEmpty() || ids.size() > AccessTerms.MOST_RECORDINGS) {
                throw new IllegalArgumentException("1 to " + AccessTerms.MOST_RECORDINGS + " ids");
            }
            return ids;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"recordings\": " + e.getMessage()).exception();
        }
    }

    /** All are of one agency, whose chain it is. */
    private String agencyOf(Set<RecordingId> wanted, Principal who) throws IOException {
        Set<String> agencies = new LinkedHashSet<>();
        for (RecordingId id : wanted) {
            Optional<Recording> found = recordings.find(id, who);
            if (found.isEmpty()) {
                throw Problem.badRequest("\"recordings\": there is no " + id + ", or none that you may see")
                        .exception();
            }
            agencies.add(found.get().agency());
        }
        if (agencies.size() > 1) {
            throw Problem.badRequest("\"recordings\" are of several agencies: ask each for its own")
                    .exception();
        }
        return agencies.iterator().next();
    }

    /** What would not be given out anyhow. */
    private void refuseExcepted(Rulebook book, AccessTerms terms) throws IOException {
        for (RecordingId id : terms.recordings()) {
            Optional<String> objection = recordings
                    .ledger()
                    .find(id)
                    .flatMap(known -> Parties.objection(book, terms.use(), terms.person(), known));
            if (objection.isPresent()) {
                throw Problem.conflict(objection.get()).exception();
            }
        }
    }

    /** Newest first; an officer's own alone. */
    public Answer all(Call call) throws IOException {
        return Answer.json(200, list(call.principal(), call.query(), DEFAULT_LIMIT));
    }

    /** As {@link #all} answers; for a page too. */
    public JsonObject list(Principal who, Query asked, int defaultLimit) throws IOException {
        Query query = asked.allowOnly(List.of("agency", "recording", "state", "after", "limit"));
        int limit = limit(query, defaultLimit);
        Optional<String> state = query.find("state");
        Optional<RecordingId> named = query.find("recording").map(text -> id(text, "recording"));
        Optional<String> agency = who.agency().isPresent() ? who.agency() : query.find("agency");
        boolean elsewhere =
                query.find("agency").isPresent() && !query.find("agency").equals(agency);
        RequestPages pages = new RequestPages(
                requests,
                request ->
                        state.map(request.state(clock.instant()).wire()::equals).orElse(true)
                                && agency.map(request.agency()::equals).orElse(true)
                                && mayKnow(who, request));
        RequestPages.Page page;
        if (elsewhere) {
            page = RequestPages.Page.NONE;
        } else if (named.isPresent()) {
            page = pages.naming(named.get());
        } else {
            page = pages.page(agency, query.find("after").map(text -> id(text, "after")), limit);
        }
        return JsonObject.builder()
                .put(
                        "requests",
                        new JsonArray(page.requests().stream()
                                .<Json>map(request -> json(request).build())
                                .toList()))
                .put(
                        "next",
                        page.next().<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL))
                .build();
    }

    private static int limit(Query query, int otherwise) {
        try {
            int limit = query.find("limit").map(Integer::parseInt).orElse(otherwise);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // As below.
        }
        throw Problem.badParameter("limit", "1 to " + MOST).exception();
    }

    private static RecordingId id(String text, String parameter) {
        try {
            return new RecordingId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badParameter(parameter, "an id is wanted").exception();
        }
    }

    /** Who asks for what is told to those who decide, keep or supervise; an officer knows their own. */
    private boolean mayKnow(Principal who, AccessRequest request) throws IOException {
        if (!who.sees(request.agency()) || (who.role() == Role.OFFICER && !request.concerns(who))) {
            return false;
        }
        for (RecordingId id : request.terms().recordings()) {
            if (recordings.find(id, who).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    public Answer one(Call call) throws IOException {
        return Answer.json(200, shown(call));
    }

    /** As {@link #one} answers; for a page too. */
    public JsonObject shown(Call call) throws IOException {
        return json(of(call)).build();
    }

    /** 调用单, to be printed and signed. */
    public Answer form(Call call) throws IOException {
        AccessRequest request = of(call);
        List<Recording> named = new ArrayList<>();
        for (RecordingId id : request.terms().recordings()) {
            recordings.find(id, call.principal()).ifPresent(named::add);
        }
        return Sheet.answer(RetrievalForm.of(request, named, rules.of(request.agency()), clock.instant()));
    }

    public Answer approve(Call call) throws IOException {
        return decide(call, true);
    }

    public Answer refuse(Call call) throws IOException {
        return decide(call, false);
    }

    private Answer decide(Call call, boolean approved) throws IOException {
        AccessRequest request = of(call);
        Principal who = call.principal();
        JsonObject body = Orders.parse(call.body(Orders.LONGEST_BODY));
        Optional<String> reason = approved ? Orders.findText(body, "reason") : Optional.of(Orders.text(body, "reason"));
        AccessRequest.State state = request.state(clock.instant());
        if (state != AccessRequest.State.REQUESTED && state != AccessRequest.State.APPROVED) {
            throw Problem.conflict("the request is " + state.wire()).exception();
        }
        Office office = approved ? turn(request, who) : held(request, who);
        OptionalLong index = entries.enter(
                AccessFacts.decided(approved, request, now(), who.id(), AccessRequest.decision(office, who, reason)));
        return Answer.json(200, with(requests.find(request.id()).orElse(request), index));
    }

    private static Office turn(AccessRequest request, Principal who) {
        Optional<Office> next = request.next();
        if (next.isEmpty()) {
            throw Problem.conflict("all who have to have approved it already").exception();
        }
        if (!who.offices().contains(next.get())) {
            throw Problem.forbidden("it is the turn of " + next.get().wire() + " ("
                            + next.get().chinese() + "), and this token's holder is not that")
                    .exception();
        }
        Optional<String> name = Optional.of(who.name()).filter(text -> !text.isBlank());
        request.objection(who.id(), name).ifPresent(why -> {
            throw Problem.forbidden(why).exception();
        });
        return next.get();
    }

    private static Office held(AccessRequest request, Principal who) {
        return request.terms().chain().stream()
                .filter(who.offices()::contains)
                .findFirst()
                .orElseThrow(() -> Problem.forbidden("only an office of the request's chain refuses it: "
                                + request.terms().chain().stream()
                                        .map(Office::wire)
                                        .toList())
                        .exception());
    }

    private AccessRequest of(Call call) throws IOException {
        RecordingId id;
        try {
            id = new RecordingId(call.variable("request"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        Optional<AccessRequest> found = requests.find(id);
        if (found.isEmpty() || !mayKnow(call.principal(), found.get())) {
            throw Problem.notFound().exception();
        }
        return found.get();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.instant().toEpochMilli());
    }

    private JsonObject with(AccessRequest request, OptionalLong index) {
        return json(request).put("index", CustodyEntries.shown(index)).build();
    }

    private JsonObject.Builder json(AccessRequest request) {
        return AccessRequestJson.of(request, rules.of(request.agency()), clock.instant());
    }
}
