package org.unbroken.ingest.console.register;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessRequests;

/**
 * 调阅登记: all that was seen and given out of one agency's footage in a period, from the log's entries and the requests
 * that they name.
 *
 * @param fields which columns the agency's rulebook wants
 * @param withheld accesses to recordings of a secrecy class that whoever asks is not cleared for
 */
record Register(
        String agency,
        Instant from,
        Instant until,
        ZoneId zone,
        Set<String> fields,
        List<RegisterRow> rows,
        List<AccessRequest> requests,
        int withheld) {
    static final int MOST = 50_000;
    private static final int PAGE = 500;
    /** A request's entry has its time as soon as its id is made, and never so much later. */
    private static final Duration ENTERED_WITHIN = Duration.ofHours(1);

    static final Set<String> ALL_FIELDS = Set.of("viewer", "copier", "approver", "time", "reason");

    Register {
        rows = List.copyOf(rows);
        requests = List.copyOf(requests);
    }

    /** Empty where there is more than one register holds. */
    static Optional<Register> of(
            AccessRequests all,
            Principal who,
            String agency,
            Instant from,
            Instant until,
            ZoneId zone,
            Set<String> fields)
            throws IOException {
        Ledger ledger = all.ledger();
        List<CustodyRecord> entries = ledger.accesses(agency, from, until, MOST + 1);
        if (entries.size() > MOST) {
            return Optional.empty();
        }
        Map<RecordingId, Optional<AccessRequest>> known = new HashMap<>();
        Map<RecordingId, Boolean> cleared = new HashMap<>();
        List<RegisterRow> rows = new ArrayList<>();
        int withheld = 0;
        for (CustodyRecord record : entries) {
            RecordingId recording = new RecordingId(record.entry().recording());
            if (!mayKnow(ledger, who, recording, cleared)) {
                withheld++;
                continue;
            }
            Optional<AccessRequest> request = Optional.empty();
            Optional<RecordingId> named = record.detail()
                    .flatMap(detail -> detail.findString("request"))
                    .map(RecordingId::new);
            if (named.isPresent()) {
                request = known.containsKey(named.get()) ? known.get(named.get()) : all.find(named.get());
                known.put(named.get(), request);
            }
            if (request.isPresent() && !mayKnow(ledger, who, request.get(), cleared)) {
                // It names others too: what was asked of all of them is not told with one.
                request = Optional.empty();
            }
            rows.add(RegisterRow.of(record, record.entry().is(CustodyEvent.EXPORTED), request));
        }
        List<AccessRequest> requests = requests(all, agency, from, until);
        int before = requests.size();
        List<AccessRequest> shown = new ArrayList<>();
        for (AccessRequest request : requests) {
            if (mayKnow(ledger, who, request, cleared)) {
                shown.add(request);
            }
        }
        return Optional.of(
                new Register(agency, from, until, zone, fields, rows, shown, withheld + before - shown.size()));
    }

    private static boolean mayKnow(
            Ledger ledger, Principal who, AccessRequest request, Map<RecordingId, Boolean> cleared) throws IOException {
        for (RecordingId recording : request.terms().recordings()) {
            if (!mayKnow(ledger, who, recording, cleared)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayKnow(
            Ledger ledger, Principal who, RecordingId recording, Map<RecordingId, Boolean> cleared) throws IOException {
        Boolean known = cleared.get(recording);
        if (known == null) {
            known = who.cleared()
                    .containsAll(ledger.find(recording).map(Recording::secrecy).orElse(Set.of()));
            cleared.put(recording, known);
        }
        return known;
    }

    /**
     * Made in the period, oldest first. Requests are in order of their ids, which begin with the time at which they were
     * made; their entries have the time just after. One of which nothing is told any more ends no page.
     */
    private static List<AccessRequest> requests(AccessRequests all, String agency, Instant from, Instant until)
            throws IOException {
        List<AccessRequest> made = new ArrayList<>();
        Instant oldest = from.isBefore(Instant.EPOCH.plus(ENTERED_WITHIN)) ? Instant.EPOCH : from.minus(ENTERED_WITHIN);
        Optional<RecordingId> after = Optional.empty();
        while (true) {
            List<RecordingId> page = all.page(Optional.of(agency), after, PAGE);
            for (RecordingId id : page) {
                if (id.time().isBefore(oldest)) {
                    Collections.reverse(made);
                    return made;
                }
                all.find(id)
                        .filter(request -> isIn(request.request().entry().at(), from, until))
                        .ifPresent(made::add);
            }
            if (page.isEmpty()) {
                Collections.reverse(made);
                return made;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }

    private static boolean isIn(Instant at, Instant from, Instant until) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
