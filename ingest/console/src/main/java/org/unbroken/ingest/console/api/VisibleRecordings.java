package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.access.Principal;
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
        return ledger.find(id)
                .filter(recording -> sees(call.principal(), recording))
                .orElseThrow(() -> Problem.notFound().exception());
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

    /** Filters again what the ledger gives: the search already asked for the caller's agency alone. */
    public Ledger.Page search(RecordingQuery query, Principal principal) throws IOException {
        Ledger.Page page = ledger.search(query);
        return new Ledger.Page(
                page.recordings().stream()
                        .filter(recording -> sees(principal, recording))
                        .toList(),
                page.next());
    }

    public Ledger ledger() {
        return ledger;
    }

    /** One that somebody names elsewhere than in an address. */
    public Optional<Recording> find(RecordingId id, Principal principal) throws IOException {
        return ledger.find(id).filter(recording -> sees(principal, recording));
    }

    private static boolean sees(Principal principal, Recording recording) {
        return principal.sees(recording.agency())
                && principal.camera().map(recording.camera()::equals).orElse(true)
                && principal.cleared().containsAll(recording.secrecy());
    }
}
