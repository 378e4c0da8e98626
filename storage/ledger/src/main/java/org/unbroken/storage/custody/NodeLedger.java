package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;

/** A log node's ledger: it answers always, and takes notes only while the node leads. */
record NodeLedger(Ledger ledger, BooleanSupplier leads) implements Ledger {
    @Override
    public Optional<Recording> find(RecordingId id) throws IOException {
        return ledger.find(id);
    }

    @Override
    public Page search(RecordingQuery query) throws IOException {
        return ledger.search(query);
    }

    @Override
    public List<CustodyRecord> custody(RecordingId id) throws IOException {
        return ledger.custody(id);
    }

    @Override
    public List<Walked> walk(Optional<RecordingId> after, int most) throws IOException {
        return ledger.walk(after, most);
    }

    @Override
    public List<RecordingId> held() throws IOException {
        return ledger.held();
    }

    @Override
    public List<RecordingId> expired(Instant before, Optional<String> agency, int limit) throws IOException {
        return ledger.expired(before, agency, limit);
    }

    @Override
    public List<RecordingId> requests(Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        return ledger.requests(agency, after, limit);
    }

    @Override
    public List<RecordingId> requestsFor(RecordingId recording, int limit) throws IOException {
        return ledger.requestsFor(recording, limit);
    }

    @Override
    public List<CustodyRecord> accesses(String agency, Instant from, Instant until, int limit) throws IOException {
        return ledger.accesses(agency, from, until, limit);
    }

    @Override
    public List<RecordingId> filed(Filed what, Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        return ledger.filed(what, agency, after, limit);
    }

    @Override
    public List<RecordingId> filedUnder(Filed what, String agency, String caseNumber, int limit) throws IOException {
        return ledger.filedUnder(what, agency, caseNumber, limit);
    }

    @Override
    public List<CustodyRecord> cameraEvents(String agency, Optional<String> camera, int limit) throws IOException {
        return ledger.cameraEvents(agency, camera, limit);
    }

    @Override
    public List<CustodyRecord> newestCameraEvents(String agency, String camera, int limit) throws IOException {
        return ledger.newestCameraEvents(agency, camera, limit);
    }

    @Override
    public List<String> cameras(String agency, Optional<String> after, int limit) throws IOException {
        return ledger.cameras(agency, after, limit);
    }

    @Override
    public List<RecordingId> samples(Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        return ledger.samples(agency, after, limit);
    }

    @Override
    public Map<RecordingState, Long> counts() throws IOException {
        return ledger.counts();
    }

    @Override
    public void block(RecordingId id, String agency, String camera, long size, String reason) throws IOException {
        if (!leads.getAsBoolean()) {
            throw new NotLeadingException("this log node follows: notes go through CustodyEvents");
        }
        ledger.block(id, agency, camera, size, reason);
    }
}
