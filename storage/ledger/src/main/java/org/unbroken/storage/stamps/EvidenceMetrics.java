package org.unbroken.storage.stamps;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Figures of the evidence records, while this process keeps them. */
public final class EvidenceMetrics {
    private final Counter failures;
    private volatile int records;
    private volatile Optional<Instant> earliestEnd = Optional.empty();

    public EvidenceMetrics(PrometheusRegistry registry, InstantSource clock) {
        failures = Counter.builder()
                .name("unbroken_evidence_renewals_failed_total")
                .help("Times that no authority renewed the evidence records that were due")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_evidence_records")
                .help("Checkpoints that have an evidence record")
                .callback(out -> out.call(records))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_evidence_good_for_seconds")
                .help("Until the first evidence record ends if it is not renewed; below 0 it has ended")
                .callback(out -> earliestEnd.ifPresent(
                        end -> out.call(Duration.between(clock.instant(), end).toMillis() / 1000.0)))
                .register(registry);
    }

    void kept(int count, Optional<Instant> end) {
        records = count;
        earliestEnd = end;
    }

    void failed() {
        failures.inc();
    }

    void forget() {
        records = 0;
        earliestEnd = Optional.empty();
    }
}
