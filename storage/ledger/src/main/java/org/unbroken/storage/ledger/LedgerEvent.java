package org.unbroken.storage.ledger;

import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;

/**
 * A published entry with the documents it refers to, as far as they are (still) there.
 *
 * @param manifest read only where {@link LedgerApplier#needsManifest} says so
 * @param analysis the analysis record of an {@code inspected} entry
 */
public record LedgerEvent(
        long index,
        Entry entry,
        Optional<JsonObject> detail,
        Optional<JsonObject> manifest,
        Optional<StoredAnalysis> analysis) {

    public RecordingId recording() {
        return entry.recordingId();
    }

    /** Empty for an event that this version does not know: its entry is kept and changes no row. */
    public Optional<CustodyEvent> event() {
        return CustodyEvent.ofWire(entry.event());
    }
}
