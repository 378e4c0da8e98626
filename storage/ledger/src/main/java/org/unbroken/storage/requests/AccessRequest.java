package org.unbroken.storage.requests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.keeping.DisposalBatch;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.ApprovalChain;

/**
 * How far a request is, by its entries in the log. An approval counts if it is by the office that the chain wants next, by
 * nobody who asked or is to have it, and by nobody who approved before. A refusal by an office of the chain ends the request,
 * whenever it comes: so an approval is withdrawn. What lost its detail counts for no: a refusal by whomever it was, an
 * approval not at all.
 *
 * @param ends from this moment on it opens nothing: what was asked for, but no later than the server lets it
 * @param lapsed nobody had to approve it when it was asked for, and now somebody has to
 */
public record AccessRequest(
        RecordingId id,
        CustodyRecord request,
        AccessTerms terms,
        Instant ends,
        boolean lapsed,
        List<CustodyRecord> approvals,
        Optional<CustodyRecord> refusal) {
    public enum State {
        REQUESTED,
        APPROVED,
        REFUSED,
        /** Its time is over, whether it was approved or not. */
        ENDED,
        /** Nobody had to approve it; now somebody has to, and it opens nothing. */
        LAPSED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AccessRequest {
        approvals = List.copyOf(approvals);
    }

    /** Empty where nothing was requested under this id, or what was is no longer told: then it opens nothing. */
    public static Optional<AccessRequest> of(RecordingId id, List<CustodyRecord> custody, AgencyRules rules) {
        Optional<AccessRequest> known = Optional.empty();
        for (CustodyRecord record : custody) {
            if (known.isEmpty()) {
                known = begun(id, record, rules);
            } else {
                known = Optional.of(known.get().with(record));
            }
        }
        return known;
    }

    private static Optional<AccessRequest> begun(RecordingId id, CustodyRecord record, AgencyRules rules) {
        if (!record.entry().is(CustodyEvent.ACCESS_REQUESTED) || record.detail().isEmpty()) {
            return Optional.empty();
        }
        try {
            AccessTerms terms = AccessTerms.read(record.detail().get());
            Instant latest = record.entry().at().plus(rules.longestApproval());
            Instant ends = terms.until().isBefore(latest) ? terms.until() : latest;
            boolean lapsed = terms.chain().isEmpty()
                    && rules.of(record.entry().agency())
                            .filter(book -> !ApprovalChain.of(book, terms.use().wire())
                                    .offices()
                                    .isEmpty())
                            .isPresent();
            return Optional.of(new AccessRequest(id, record, terms, ends, lapsed, List.of(), Optional.empty()));
        } catch (IllegalArgumentException strange) {
            return Optional.empty();
        }
    }

    private AccessRequest with(CustodyRecord record) {
        Entry entry = record.entry();
        Optional<Office> office = officeOf(record);
        if (refusal.isPresent() || !entry.agency().equals(agency())) {
            return this;
        }
        if (entry.is(CustodyEvent.ACCESS_REFUSED)
                && (office.isEmpty() || terms.chain().contains(office.get()))) {
            return new AccessRequest(id, request, terms, ends, lapsed, approvals, Optional.of(record));
        }
        if (entry.is(CustodyEvent.ACCESS_APPROVED)
                && office.isPresent()
                && office.equals(next())
                && objection(entry.actor(), nameOf(record)).isEmpty()) {
            List<CustodyRecord> more = new ArrayList<>(approvals);
            more.add(record);
            return new AccessRequest(id, request, terms, ends, lapsed, more, Optional.empty());
        }
        return this;
    }

    /** As which office somebody approved or refused. */
    public static Optional<Office> officeOf(CustodyRecord record) {
        try {
            return record.detail()
                    .flatMap(detail -> detail.findString("office"))
                    .map(Office::ofWire);
        } catch (IllegalArgumentException strange) {
            return Optional.empty();
        }
    }

    public static Optional<String> nameOf(CustodyRecord record) {
        return record.detail().flatMap(detail -> detail.findString("by")).filter(name -> !name.isBlank());
    }

    /** Why this person may not approve it, whatever their office; empty where they may. */
    public Optional<String> objection(String actor, Optional<String> name) {
        if (DisposalBatch.isSamePerson(request, actor, name)) {
            return Optional.of("nobody approves their own request");
        }
        if (name.equals(terms.recipient()) && name.isPresent()) {
            return Optional.of("nobody approves a request that is for themselves");
        }
        if (approvals.stream().anyMatch(earlier -> DisposalBatch.isSamePerson(earlier, actor, name))) {
            return Optional.of("one person is not two steps: somebody of this token or name approved it already");
        }
        return Optional.empty();
    }

    /** Whose turn it is; empty once all have approved, or somebody refused. */
    public Optional<Office> next() {
        return refusal.isPresent() || approvals.size() >= terms.chain().size()
                ? Optional.empty()
                : Optional.of(terms.chain().get(approvals.size()));
    }

    public State state(Instant now) {
        if (refusal.isPresent()) {
            return State.REFUSED;
        }
        if (!now.isBefore(ends)) {
            return State.ENDED;
        }
        if (lapsed) {
            return State.LAPSED;
        }
        return next().isPresent() ? State.REQUESTED : State.APPROVED;
    }

    public String agency() {
        return request.entry().agency();
    }

    /** Whether it is this caller who is to see or have it: by token where they asked for themselves, else by name. */
    public boolean isFor(Principal who) {
        boolean named = !who.name().isBlank() && who.name().equals(terms.person());
        return named
                || (terms.recipient().isEmpty()
                        && who.id().equals(request.entry().actor()));
    }

    /** Whether this caller asked for it, or is to have it. */
    public boolean concerns(Principal who) {
        return isFor(who)
                || DisposalBatch.isSamePerson(
                        request, who.id(), Optional.of(who.name()).filter(n -> !n.isBlank()));
    }

    /** The detail of an approval or a refusal. */
    public static JsonObject decision(Office office, Principal who, Optional<String> reason) {
        return JsonObject.builder()
                .put("office", office.wire())
                .put("role", who.role().wire())
                .put("by", who.name())
                .putIfPresent("reason", reason)
                .build();
    }
}
