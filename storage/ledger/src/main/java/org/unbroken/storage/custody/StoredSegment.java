package org.unbroken.storage.custody;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.SignedNote;

/**
 * A segment as it was read from the WORM store.
 *
 * @param checkpoint the checkpoint at its end, if there is one and it is right
 */
record StoredSegment(long first, List<Entry> entries, Optional<SignedNote> checkpoint) {
    long end() {
        return first + entries.size();
    }

    interface Visitor {
        void visit(StoredSegment segment) throws java.io.IOException;
    }
}
