package org.unbroken.storage.custody;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A segment object's content, before anything is known of its place in the log.
 *
 * @param entries those before the first that cannot be read
 * @param leaves their hashes in the tree
 * @param documents what they refer to, in the same order; empty where nobody wants it
 * @param checkpoint the one for the size after them
 * @param unreadable why not all could be read
 */
record ReadSegment(
        ObjectKey key,
        List<Entry> entries,
        List<Sha256> leaves,
        List<EntryDocuments> documents,
        ReadCheckpoint checkpoint,
        Optional<String> unreadable) {}
