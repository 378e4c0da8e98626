package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessRequests;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.ApprovalChain;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/**
 * Between a caller and footage, where the agency's rulebook wants somebody's approval first. An agency without a rulebook,
 * or with one that asks nobody, is as open as roles make it. Nothing is remembered: each request for bytes asks the log's
 * ledger again, so that an approval ends on its minute, and a withdrawn one at once.
 */
public final class AccessGate {
    /** Who may have a copy has also seen it. */
    private static final Set<AccessUse> SEEING = EnumSet.of(AccessUse.VIEW, AccessUse.COPY);

    private static final Set<AccessUse> GIVING = EnumSet.of(AccessUse.COPY, AccessUse.PARTY_COPY, AccessUse.RELEASE);

    private final AccessRequests requests;
    private final AgencyRules rules;
    private final InstantSource clock;

    public AccessGate(AccessRequests requests, AgencyRules rules, InstantSource clock) {
        this.requests = requests;
        this.rules = rules;
        this.clock = clock;
    }

    AccessRequests requests() {
        return requests;
    }

    /**
     * Lets somebody see ({@link AccessUse#VIEW}) or take the file ({@link AccessUse#COPY}), or throws 403 that says which
     * request is needed.
     *
     * @return the request by which they may; empty where none is needed
     */
    public Optional<RecordingId> pass(Principal who, Recording recording, AccessUse use) throws IOException {
        Optional<Rulebook> book = rules.of(recording.agency());
        if (book.isEmpty()
                || isFree(who, book.get())
                || chain(book.get(), use).offices().isEmpty()) {
            return Optional.empty();
        }
        Set<AccessUse> enough = use == AccessUse.VIEW ? SEEING : EnumSet.of(use);
        for (AccessRequest request : requests.naming(recording.id())) {
            if (enough.contains(request.terms().use())
                    && isOpen(request, recording, book.get())
                    && request.isFor(who)) {
                return Optional.of(request.id());
            }
        }
        throw needed(recording, book.get(), List.of(use));
    }

    /** The keeper holds the footage, and auditors check it: where the rulebook lets them, without asking. */
    private static boolean isFree(Principal who, Rulebook book) {
        Set<String> free = book.value(Rules.APPROVAL_FREE);
        return (who.role() == Role.CUSTODIAN && free.contains("keeper"))
                || (who.role() == Role.AUDITOR && free.contains("auditor"));
    }

    private boolean isOpen(AccessRequest request, Recording recording, Rulebook book) throws IOException {
        return request.terms().recordings().contains(recording.id())
                && request.agency().equals(recording.agency())
                && request.state(clock.instant()) == AccessRequest.State.APPROVED
                && !isClassifiedSince(request, recording)
                && Parties.objection(
                                book, request.terms().use(), request.terms().person(), recording)
                        .isEmpty();
    }

    /** Whoever approved it did not know of the recording what it is now. */
    private boolean isClassifiedSince(AccessRequest request, Recording recording) throws IOException {
        if (recording.secrecy().isEmpty()) {
            return false;
        }
        long approved = request.approvals().stream()
                .mapToLong(CustodyRecord::index)
                .max()
                .orElseGet(() -> request.request().index());
        return requests.ledger().custody(recording.id()).stream()
                .anyMatch(record -> record.entry().is(CustodyEvent.CLASSIFIED) && record.index() > approved);
    }

    /**
     * Lets a recording be given out by an approved request that the statement names, for whom it was approved, or throws.
     * The request is of a use that the rulebook has approved by somebody: one that nobody had to approve opens nothing here.
     */
    public void giveOut(Recording recording, ExportStatement statement) throws IOException {
        Optional<Rulebook> found = rules.of(recording.agency());
        if (found.isEmpty()) {
            return;
        }
        Rulebook book = found.get();
        NoteFields.require(book, recording, statement);
        if (statement.ground().asEvidence() && book.value(Rules.RELEASE_EVIDENCE_EXCEPTED)) {
            return;
        }
        List<AccessUse> asked = GIVING.stream()
                .filter(use -> !chain(book, use).offices().isEmpty())
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        if (statement.ground().request().isEmpty()) {
            throw needed(recording, book, asked);
        }
        Optional<AccessRequest> named = requests.find(
                        statement.ground().request().get())
                .filter(known -> asked.contains(known.terms().use()));
        if (named.isEmpty()) {
            throw needed(recording, book, asked);
        }
        AccessRequest request = named.get();
        Optional<String> apart =
                Parties.objection(book, request.terms().use(), request.terms().person(), recording);
        if (apart.isPresent()) {
            throw Problem.conflict(apart.get()).exception();
        }
        if (!isOpen(request, recording, book)) {
            throw needed(recording, book, asked);
        }
        Optional<String> recipient = statement.recipient();
        if (recipient.isEmpty()) {
            throw Problem.conflict("\"for\" is needed: the export names whom the request was approved for")
                    .exception();
        }
        if (!recipient.get().equals(request.terms().person())) {
            throw Problem.conflict("the request was approved for somebody else than whom the export names")
                    .exception();
        }
    }

    static ApprovalChain chain(Rulebook book, AccessUse use) {
        return ApprovalChain.of(book, use.wire());
    }

    private RuntimeException needed(Recording recording, Rulebook book, List<AccessUse> uses) {
        StringBuilder english = new StringBuilder("the agency's rulebook wants an approved, current request that names"
                + " this recording: POST /api/requests with \"use\" ");
        StringBuilder chinese = new StringBuilder("须先申请并经批准：");
        List<Json> needed = new ArrayList<>();
        for (AccessUse use : uses) {
            ApprovalChain chain = chain(book, use);
            String articles = String.join(", ", chain.articles());
            english.append(needed.isEmpty() ? "" : "; or ")
                    .append('"')
                    .append(use.wire())
                    .append("\" (")
                    .append(String.join(", then ", chain.offices()))
                    .append(articles.isEmpty() ? "" : "; article " + articles)
                    .append(')');
            chinese.append(needed.isEmpty() ? "" : "；")
                    .append(use.chinese())
                    .append("，经")
                    .append(String.join(
                            "、",
                            chain.offices().stream()
                                    .map(Office::ofWire)
                                    .map(Office::chinese)
                                    .toList()));
            needed.add(JsonObject.builder()
                    .put("use", use.wire())
                    .put("chain", JsonArray.ofStrings(chain.offices()))
                    .put("articles", JsonArray.ofStrings(chain.articles()))
                    .build());
        }
        return Problem.requestNeeded(
                        english + ". " + chinese + "。",
                        JsonObject.builder()
                                .put("recording", recording.id().value())
                                .put("rulebook", book.id())
                                .put("needed", new JsonArray(needed))
                                .build())
                .exception();
    }
}
