package org.unbroken.storage.custody;

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
 * @param documents what the entries refer to, if it was read with them; else empty
 */
record StoredSegment(
        long first,
        List<Entry> entries,
        Optional<SignedNote> checkpoint,
        List<Sha256> leaves,
        List<EntryDocuments> documents) {

    /** Without documents: whoever needs them reads them. */
    StoredSegment(long first, List<Entry> entries, Optional<SignedNote> checkpoint) {
        this(
                first,
                entries,
                checkpoint,
                entries.stream().map(entry -> TreeHash.leaf(entry.bytes())).toList(),
                List.of());
    }

    long end() {
        return first + entries.size();
    }

    StoredSegment with(List<EntryDocuments> read) {
        return new StoredSegment(first, entries, checkpoint, leaves, read);
    }

    interface Visitor {
        void visit(StoredSegment segment) throws java.io.IOException;
    }
}
