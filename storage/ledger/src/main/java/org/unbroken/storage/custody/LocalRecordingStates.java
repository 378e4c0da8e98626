package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/** From the log and ledger of this process. */
public final class LocalRecordingStates implements RecordingStates {
    private final Ledger ledger;
    private final CustodyLog log;

    public LocalRecordingStates(Ledger ledger, CustodyLog log) {
        this.ledger = ledger;
        this.log = log;
    }

    @Override
    public Optional<Recording> find(RecordingId id) throws IOException {
        return ledger.find(id);
    }

    @Override
    public Optional<TlogProof> receipt(RecordingId id) throws IOException {
        return log.receipt(id);
    }
}
