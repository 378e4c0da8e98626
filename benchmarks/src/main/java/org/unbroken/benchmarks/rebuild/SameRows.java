package org.unbroken.benchmarks.rebuild;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;

/** Two databases, row by row. */
final class SameRows {
    /** Not rebuilt, as {@link Families} says. */
    private static final List<String> OPERATIONAL = List.of(Families.BLOCKED, "positions");

    private SameRows() {}

    /** How many rows there are; throws where they differ. */
    static long require(Path left, Path right) throws IOException {
        long rows = 0;
        try (RocksDatabase one = RocksDatabase.open(left, Families.ALL);
                RocksDatabase other = RocksDatabase.open(right, Families.ALL)) {
            for (String family : Families.ALL) {
                if (!OPERATIONAL.contains(family)) {
                    rows += same(family, one, other);
                }
            }
        }
        return rows;
    }

    private static long same(String family, RocksDatabase one, RocksDatabase other) throws IOException {
        long rows = 0;
        try (Scan left = one.scan(family);
                Scan right = other.scan(family)) {
            while (next(family, left)) {
                if (!next(family, right)
                        || !Arrays.equals(left.key(), right.key())
                        || !Arrays.equals(left.value(), right.value())) {
                    throw new IllegalStateException("row " + rows + " of " + family + " differs");
                }
                rows++;
            }
            if (next(family, right)) {
                throw new IllegalStateException(family + " has more rows than " + rows);
            }
        }
        return rows;
    }

    /** Counts that came back to zero are written by the running log and not by a rebuild, and say the same. */
    private static boolean next(String family, Scan scan) throws IOException {
        while (scan.next()) {
            boolean zero = family.equals(Families.META) && Arrays.equals(scan.value(), new byte[Long.BYTES]);
            if (!zero) {
                return true;
            }
        }
        return false;
    }
}
