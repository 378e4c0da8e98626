package org.unbroken.deploy.simulate.live;

import java.util.Arrays;
import java.util.Locale;

/** Times that something took. Thread-safe. */
final class Measured {
    private long[] millis = new long[1024];
    private int count;

    synchronized void add(long nanos) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, count * 2);
        }
        millis[count++] = nanos / 1_000_000;
    }

    synchronized int count() {
        return count;
    }

    /** The smallest time that {@code share} of all did not exceed; 0 when there is none. */
    synchronized long millis(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.min(count, Math.max(1, rank)) - 1];
    }

    String text() {
        return count() == 0
                ? "none"
                : String.format(
                        Locale.ROOT, "p50 %,d ms, p99 %,d ms, max %,d ms", millis(0.5), millis(0.99), millis(1));
    }
}
