package org.unbroken.storage.rocks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Changes that happen all or none, in the order they were added. Lives on the Java heap until it is written, so that a
 * batch nobody writes leaks nothing. Keys and values are not copied: do not change them afterwards. Not thread-safe.
 */
public final class Batch {
    /** One change, to be entered into RocksDB's own batch at the moment of writing. */
    interface Change {
        void enter(BatchBytes batch, ToIntFunction<String> families);
    }

    private final List<Change> changes = new ArrayList<>();

    public Batch put(String family, byte[] key, byte[] value) {
        changes.add((batch, families) -> batch.put(families.applyAsInt(family), key, value));
        return this;
    }

    public Batch delete(String family, byte[] key) {
        changes.add((batch, families) -> batch.delete(families.applyAsInt(family), key));
        return this;
    }

    /** Deletes all keys from one on up to, and without, another. */
    public Batch deleteRange(String family, byte[] from, byte[] toExclusive) {
        changes.add((batch, families) -> batch.deleteRange(families.applyAsInt(family), from, toExclusive));
        return this;
    }

    /** The other's changes, after these. */
    public Batch putAll(Batch other) {
        changes.addAll(other.changes);
        return this;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    List<Change> changes() {
        return changes;
    }
}
