package org.unbroken.storage.keeping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * How far a batch is, by its entries in the log and nothing else. An approval counts if it is of this list, by another
 * credential than the request's and than any approval's before it, and by somebody of another name where names are known.
 */
public record DisposalBatch(
        RecordingId id,
        CustodyRecord request,
        List<CustodyRecord> approvals,
        Optional<CustodyRecord> order,
        Optional<CustodyRecord> done) {
    /** Persons, none of them who requests. */
    public static final int APPROVALS = 2;

    public enum State {
        REQUESTED,
        APPROVED,
        /** To be carried out; being carried out. */
        ORDERED,
        DONE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DisposalBatch {
        approvals = List.copyOf(approvals);
    }

    /** Empty where nothing was requested under this id. */
    public static Optional<DisposalBatch> of(RecordingId id, List<CustodyRecord> custody) {
        CustodyRecord request = null;
        List<CustodyRecord> approvals = new ArrayList<>();
        Optional<CustodyRecord> order = Optional.empty();
        Optional<CustodyRecord> done = Optional.empty();
        for (CustodyRecord record : custody) {
            Entry entry = record.entry();
            if (request == null) {
                request = entry.is(CustodyEvent.DISPOSAL_REQUESTED) ? record : null;
            } else if (entry.list().equals(request.entry().list())) {
                if (entry.is(CustodyEvent.DISPOSAL_APPROVED) && counts(record, request, approvals)) {
                    approvals.add(record);
                } else if (entry.is(CustodyEvent.DISPOSAL_ORDERED) && approvals.size() >= APPROVALS) {
                    order = Optional.of(record);
                } else if (entry.is(CustodyEvent.DISPOSAL_DONE) && order.isPresent()) {
                    done = Optional.of(record);
                }
            }
        }
        return request == null ? Optional.empty() : Optional.of(new DisposalBatch(id, request, approvals, order, done));
    }

    private static boolean counts(CustodyRecord approval, CustodyRecord request, List<CustodyRecord> earlier) {
        return !isSamePerson(approval, request) && earlier.stream().noneMatch(other -> isSamePerson(approval, other));
    }

    private static boolean isSamePerson(CustodyRecord one, CustodyRecord other) {
        return isSamePerson(one, other.entry().actor(), nameOf(other));
    }

    /** Whether whoever did this is this credential's holder, as far as can be told. */
    public static boolean isSamePerson(CustodyRecord one, String actor, Optional<String> name) {
        return one.entry().actor().equals(actor) || (name.isPresent() && name.equals(nameOf(one)));
    }

    private static Optional<String> nameOf(CustodyRecord record) {
        return record.detail().flatMap(detail -> detail.findString("by")).filter(name -> !name.isBlank());
    }

    public State state() {
        if (done.isPresent()) {
            return State.DONE;
        }
        if (order.isPresent()) {
            return State.ORDERED;
        }
        return approvals.size() >= APPROVALS ? State.APPROVED : State.REQUESTED;
    }

    public String agency() {
        return request.entry().agency();
    }

    /** The list's digest. */
    public Sha256 list() {
        return request.entry().list().orElseThrow();
    }

    /** Whether what has become ineligible is left out, and not a reason to dispose of nothing. */
    public boolean leavesOut() {
        return order.flatMap(CustodyRecord::detail)
                .map(DisposalBatch::leavesOut)
                .orElse(false);
    }

    private static boolean leavesOut(JsonObject detail) {
        return detail.findString("ineligible").equals(Optional.of("leave-out"));
    }
}
