package org.unbroken.storage.keeping;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sweeper's figures, while this process runs it: on a follower there are none. */
public final class RetentionMetrics {
    private final Counter lengthened;
    private volatile @Nullable RetentionRound shown;

    public RetentionMetrics(PrometheusRegistry registry, InstantSource clock) {
        lengthened = Counter.builder()
                .name("unbroken_retention_lengthened_total")
                .help("Recordings whose retention was lengthened by their agency's rulebook")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_retention_failing_recordings")
                .help("Recordings that are to be kept for longer than the store keeps them, and cannot be lengthened")
                .callback(out -> with(round -> out.call((double) round.failed())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_retention_failing_soonest_seconds")
                .help("How soon the store lets go of the first of those recordings")
                .callback(out -> with(round ->
                        soonest(round).ifPresent(until -> out.call(seconds(Duration.between(clock.instant(), until))))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_retention_unswept_seconds")
                .help("How long ago the last whole round over all recordings ended, or the first began")
                .callback(out -> with(round -> out.call(
                        seconds(Duration.between(round.lastComplete().orElse(round.began()), clock.instant())))))
                .register(registry);
    }

    private interface With {
        void round(RetentionRound round);
    }

    private void with(With what) {
        RetentionRound now = shown;
        if (now != null) {
            what.round(now);
        }
    }

    private static Optional<Instant> soonest(RetentionRound round) {
        return round.failing().stream().flatMap(each -> each.until().stream()).min(Instant::compareTo);
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    void lengthened() {
        lengthened.inc();
    }

    void show(RetentionRound round) {
        shown = round;
    }

    void forget() {
        shown = null;
    }
}
