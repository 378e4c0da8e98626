package org.unbroken.storage.rocks;

import java.io.IOException;
import java.util.Optional;

/**
 * Reading from a database or from one moment of it. Keys are ordered as unsigned bytes. Where a range is asked for, an
 * empty {@code toExclusive} means: up to the last key.
 */
public interface RocksReader {

    Optional<byte[]> get(String family, byte[] key) throws IOException;

    /** Entries of the range, ascending, as they stood when this was called. The caller closes it. */
    Scan scan(String family, byte[] from, byte[] toExclusive) throws IOException;

    /** As {@link #scan}, descending. */
    Scan scanReverse(String family, byte[] from, byte[] toExclusive) throws IOException;

    default Scan scan(String family) throws IOException {
        return scan(family, new byte[0], new byte[0]);
    }

    /** Entries whose key begins with these bytes, ascending. */
    default Scan scanPrefix(String family, byte[] prefix) throws IOException {
        return scan(family, prefix, Keys.afterPrefix(prefix));
    }

    /** Shows the range's entries, ascending, until the visitor has seen enough. */
    default void visit(String family, byte[] from, byte[] toExclusive, EntryVisitor visitor) throws IOException {
        try (Scan scan = scan(family, from, toExclusive)) {
            while (scan.next() && visitor.visit(scan.key(), scan.value())) {
                // the visitor does the work
            }
        }
    }

    /** Takes entries one by one. */
    interface EntryVisitor {
        /** Whether to go on. */
        boolean visit(byte[] key, byte[] value) throws IOException;
    }
}
