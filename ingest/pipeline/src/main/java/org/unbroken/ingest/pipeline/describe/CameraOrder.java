package org.unbroken.ingest.pipeline.describe;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The order in which a camera most probably made its recordings: by the best time there is for each. The order in which
 * they arrived plays no part, so that the same recordings come to the same outcome.
 */
final class CameraOrder {
    /** Beyond this a clock that was read at docking is taken to have been off for the recordings, too. */
    private static final long OFF_MICROS = ClockRules.CLOCK_TOLERANCE_MICROS;

    private final Set<String> untrusted;

    /** {@code untrusted}: recordings whose times are not to be believed. */
    CameraOrder(Set<String> untrusted) {
        this.untrusted = untrusted;
    }

    List<TakeFacts> of(Collection<TakeFacts> files) {
        return files.stream()
                .sorted(Comparator.comparingLong(this::key)
                        .thenComparingLong(TakeFacts::sequence)
                        .thenComparing(TakeFacts::recording))
                .toList();
    }

    private long key(TakeFacts file) {
        if (file.timed()) {
            if (file.hasOffset() && Math.abs(file.offsetMicros()) > OFF_MICROS && ClockRules.correctable(file)) {
                return file.start() - file.offsetMicros();
            }
            if (!untrusted.contains(file.recording())) {
                return file.start();
            }
        }
        return file.hasReceipt() ? file.receivedMicros() : Long.MAX_VALUE;
    }
}
