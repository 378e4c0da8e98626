package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.SignedNote;

/**
 * A segment as it was read from the WORM store.
 *
 * @param checkpoint the checkpoint at its end, if there is one and it is right
 * @param leaves the entries' hashes in the tree
 * @param rows what the entries put, if it was made with them
 */
record StoredSegment(
        long first,
        List<Entry> entries,
        Optional<SignedNote> checkpoint,
        List<Sha256> leaves,
        Optional<SegmentRows> rows) {

    /** Without rows: whoever needs them makes them. */
    StoredSegment(long first, List<Entry> entries, Optional<SignedNote> checkpoint) {
        this(
                first,
                entries,
                checkpoint,
                entries.stream().map(entry -> TreeHash.leaf(entry.bytes())).toList(),
                Optional.empty());
    }

    long end() {
        return first + entries.size();
    }

    StoredSegment with(DocumentReads documents) throws IOException {
        return new StoredSegment(
                first, entries, checkpoint, leaves, Optional.of(SegmentRows.read(documents, first, entries)));
    }

    interface Visitor {
        void visit(StoredSegment segment) throws IOException;
    }
}
