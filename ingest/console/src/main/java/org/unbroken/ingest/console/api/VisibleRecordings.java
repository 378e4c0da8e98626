package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Sight;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;

/** The ledger as one caller sees it: the only way from a request to a recording. */
public final class VisibleRecordings {
    private final Ledger ledger;

    public VisibleRecordings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The recording that the address names; 404 when there is none, or none for this caller. */
    public Recording of(Call call) throws IOException {
        RecordingId id;
        try {
            id = new RecordingId(call.variable("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().exception();
        }
        Recording found =
                find(id, call.principal()).orElseThrow(() -> Problem.notFound().exception());
        if (found.state() == RecordingState.DISPOSED && !wasRecorded(id)) {
            throw Problem.notFound().exception();
        }
        return found;
    }

    /** Else it is a case, a request or an explanation, of which a row says that it was disposed of. */
    private boolean wasRecorded(RecordingId id) throws IOException {
        return ledger.custody(id).stream()
                .map(CustodyRecord::entry)
                .anyMatch(entry -> entry.is(CustodyEvent.RECEIVED)
                        || entry.is(CustodyEvent.SEALED)
                        || entry.is(CustodyEvent.QUARANTINED));
    }

    /** As {@link #of}; 410 when it was disposed of, which leaves entries in the log and nothing else. */
    public Recording kept(Call call) throws IOException {
        Recording recording = of(call);
        if (recording.state() == RecordingState.DISPOSED) {
            throw Problem.gone("the recording was disposed of; its entries remain in the log")
                    .exception();
        }
        return recording;
    }

    public Ledger.Page search(Query query, Principal principal, int defaultLimit) throws IOException {
        Optional<RecordingQuery> wanted = RecordingFilters.read(query, principal, defaultLimit);
        return wanted.isEmpty() ? new Ledger.Page(List.of(), Optional.empty()) : search(wanted.get(), principal);
    }

    /** The ledger already searches only what the caller sees, so that no page ends at something else; it is filtered again. */
    public Ledger.Page search(RecordingQuery query, Principal principal) throws IOException {
        Ledger.Page page = ledger.search(query.clearedFor(principal.cleared()));
        List<Recording> seen = new ArrayList<>();
        for (Recording recording : page.recordings()) {
            if (sees(principal, recording)) {
                seen.add(shown(recording, principal));
            }
        }
        return new Ledger.Page(seen, page.next());
    }

    /**
     * All published entries of a recording that the caller sees. A detail that names another recording which they may not
     * know of is left out whole, as an erased one is: with a part of it gone it would not be what its digest stands for.
     */
    public List<CustodyRecord> custody(Recording recording, Principal principal) throws IOException {
        HiddenIds hidden = hidden(principal);
        List<CustodyRecord> told = new ArrayList<>();
        for (CustodyRecord record : ledger.custody(recording.id())) {
            boolean names = record.detail().isPresent()
                    && hidden.in(record.detail().get().text());
            told.add(names ? new CustodyRecord(record.index(), record.entry(), Optional.empty()) : record);
        }
        return told;
    }

    HiddenIds hidden(Principal principal) {
        return new HiddenIds(id ->
                ledger.find(id).filter(recording -> !sees(principal, recording)).isPresent());
    }

    /** What reports over the whole store may name to this caller. */
    Sight sight(Principal principal) {
        return new Sight() {
            @Override
            public boolean test(Optional<String> agency) {
                // What belongs to no agency, and what may belong to any camera, is for those who see all.
                return principal.camera().isEmpty()
                        && (agency.isPresent()
                                ? principal.sees(agency.get())
                                : principal.agency().isEmpty());
            }

            @Override
            public boolean recording(Optional<String> agency, RecordingId id) {
                try {
                    Optional<Recording> known = ledger.find(id);
                    return test(agency) && (known.isEmpty() || VisibleRecordings.sees(principal, known.get()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    public Ledger ledger() {
        return ledger;
    }

    /** One that somebody names elsewhere than in an address. */
    public Optional<Recording> find(RecordingId id, Principal principal) throws IOException {
        Optional<Recording> found = ledger.find(id).filter(recording -> sees(principal, recording));
        return found.isPresent() ? Optional.of(shown(found.get(), principal)) : found;
    }

    /**
     * Whether this caller may hear of what a batch of disposals lists: a recording that they see, or what has no row as a
     * recording has one (a case, a request, an explanation) and names none that is hidden from them.
     */
    boolean mayKnow(RecordingId id, Principal principal) throws IOException {
        if (ledger.find(id).isPresent()) {
            return find(id, principal).isPresent();
        }
        HiddenIds hidden = hidden(principal);
        for (CustodyRecord record : ledger.custody(id)) {
            if (record.detail().isPresent() && hidden.in(record.detail().get().text())) {
                return false;
            }
        }
        return true;
    }

    private Recording shown(Recording recording, Principal principal) throws IOException {
        Optional<RecordingId> first = recording.repeatOf();
        return first.isPresent() && hidden(principal).in(first.get().value()) ? recording.withoutRepeat() : recording;
    }

    private static boolean sees(Principal principal, Recording recording) {
        return principal.sees(recording.agency())
                && principal.camera().map(recording.camera()::equals).orElse(true)
                && principal.cleared().containsAll(recording.secrecy());
    }
}
