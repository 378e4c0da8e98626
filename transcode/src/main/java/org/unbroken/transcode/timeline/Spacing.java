package org.unbroken.transcode.timeline;

import java.util.TreeMap;

/**
 * How far apart a stream's frames usually are. Keeps counts of rounded distances only, so that a recording of twelve
 * hours takes no more memory than one of a minute.
 */
final class Spacing {
    private static final long ROUND_MICROS = 500;
    private static final int MOST_DISTANCES = 4096;
    private static final int SETTLED = 1024;

    private final TreeMap<Long, Long> counts = new TreeMap<>();
    /** The latest distance and how often in a row it came: most come in long rows, and counting is then one addition. */
    private long rowOf = -1;

    private long row;
    private long total;
    private long median;
    private long medianAt;

    void add(long micros) {
        long rounded = (micros + ROUND_MICROS / 2) / ROUND_MICROS * ROUND_MICROS;
        if (rounded == rowOf) {
            row++;
            total++;
            return;
        }
        if (counts.size() < MOST_DISTANCES || counts.containsKey(rounded)) {
            close();
            counts.putIfAbsent(rounded, 0L);
            rowOf = rounded;
            row = 1;
            total++;
        }
    }

    private void close() {
        if (row > 0) {
            counts.merge(rowOf, row, Long::sum);
            row = 0;
        }
    }

    long count() {
        return total;
    }

    /** The usual distance; 0 while nothing is known. Exact at first, then brought up to date now and then. */
    long median() {
        if (total != medianAt && (total < 64 || total - medianAt >= Math.min(total / 4, SETTLED))) {
            median = quantile(1, 2);
            medianAt = total;
        }
        return median;
    }

    long exactMedian() {
        return quantile(1, 2);
    }

    private long quantile(long numerator, long denominator) {
        close();
        long wanted = total * numerator / denominator;
        long seen = 0;
        for (var entry : counts.entrySet()) {
            seen += entry.getValue();
            if (seen > wanted) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** Whether more than a twentieth of all distances lie outside half to one and a half times the usual one. */
    boolean varies() {
        // Closes the row as well.
        long usual = exactMedian();
        long odd = 0;
        for (var entry : counts.entrySet()) {
            long distance = entry.getKey();
            if (distance * 2 < usual || distance * 2 > usual * 3) {
                odd += entry.getValue();
            }
        }
        return total >= 8 && odd * 20 > total;
    }
}
