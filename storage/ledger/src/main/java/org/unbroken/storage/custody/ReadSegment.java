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
 * @param rows what they put into the database, where somebody wants it and all could be read
 * @param checkpoint the one for the size after them
 * @param unreadable why not all could be read
 */
record ReadSegment(
        ObjectKey key,
        List<Entry> entries,
        List<Sha256> leaves,
        Optional<SegmentRows> rows,
        ReadCheckpoint checkpoint,
        Optional<String> unreadable) {}
