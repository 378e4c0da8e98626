package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Batch;

/**
 * What a segment's entries put into the database whatever lies before them: so it can be made by whichever thread reads
 * the segment. The tree and the ledger's rows go on from what is there, and are not in it.
 *
 * @param documents what the entries refer to, in their order
 */
record SegmentRows(List<EntryDocuments> documents, Batch batch) {

    static SegmentRows read(DocumentReads reads, long first, List<Entry> entries) throws IOException {
        List<EntryDocuments> documents = reads.of(first, entries);
        Batch batch = new Batch();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            EntryDocuments found = documents.get(i);
            // What neither row needs is left unread.
            Optional<JsonObject> detail = entry.is(CustodyEvent.RECEIVED) ? Optional.empty() : found.detailJson();
            LogRecords.putEntry(batch, first + i, entry, found.detail(), factKey(entry, detail));
            detail.flatMap(json -> repeatKey(entry, json))
                    .ifPresent(key -> batch.put(Families.REPEATS, key, RecordingKey.of(entry.recordingId())));
        }
        return new SegmentRows(documents, batch);
    }

    static String factKey(Entry entry, Optional<JsonObject> detail) {
        return entry.is(CustodyEvent.RECEIVED) || entry.camera().isPresent()
                ? ""
                : detail.flatMap(json -> json.findString("key")).orElse("");
    }

    /** What tells later recordings of the same bytes that this one was the first; empty where it was not. */
    static Optional<byte[]> repeatKey(Entry entry, JsonObject detail) {
        Optional<String> camera = detail.findString("camera");
        Optional<String> sha256 = detail.findString("sha256");
        return entry.is(CustodyEvent.SEALED)
                        && camera.isPresent()
                        && sha256.isPresent()
                        && detail.find("repeat_of").isEmpty()
                ? Optional.of(LogRecords.repeatKey(entry.agency(), camera.get(), sha256.get()))
                : Optional.empty();
    }
}
