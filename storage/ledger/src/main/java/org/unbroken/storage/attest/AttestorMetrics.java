package org.unbroken.storage.attest;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.DoubleSupplier;

/** What a witness that is away, or says something else, looks like from outside. */
final class AttestorMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final Counter failures = Counter.builder()
            .name("unbroken_log_witness_failures_total")
            .help("Cosignatures that a witness did not give")
            .labelNames("witness")
            .build();
    private final Gauge contradicts = Gauge.builder()
            .name("unbroken_log_witness_contradicts")
            .help("1 while a witness says that it saw another history of this log")
            .labelNames("witness")
            .build();
    private final Gauge cosigned = Gauge.builder()
            .name("unbroken_log_witness_cosigned_size")
            .help("Entries under the newest checkpoint that a witness cosigned")
            .labelNames("witness")
            .build();
    private final GaugeWithCallback size;
    private final GaugeWithCallback waiting;

    AttestorMetrics(
            PrometheusRegistry registry, List<WitnessClient> witnesses, DoubleSupplier size, DoubleSupplier waiting) {
        this.registry = registry;
        this.size = GaugeWithCallback.builder()
                .name("unbroken_log_attested_size")
                .help("Entries under the newest checkpoint with cosignatures")
                .callback(gauge -> gauge.call(size.getAsDouble()))
                .build();
        this.waiting = GaugeWithCallback.builder()
                .name("unbroken_log_unattested_seconds")
                .help("How long entries have been published without a checkpoint with cosignatures over them")
                .callback(gauge -> gauge.call(waiting.getAsDouble()))
                .build();
        witnesses.forEach(witness -> {
            failures.initLabelValues(witness.name());
            contradicts.initLabelValues(witness.name());
            cosigned.initLabelValues(witness.name());
        });
    }

    void register() {
        registry.register(failures);
        registry.register(contradicts);
        registry.register(cosigned);
        registry.register(size);
        registry.register(waiting);
    }

    void failed(String witness, boolean otherHistory) {
        failures.labelValues(witness).inc();
        if (otherHistory) {
            contradicts.labelValues(witness).set(1);
        }
    }

    void cosigned(String witness, long entries) {
        contradicts.labelValues(witness).set(0);
        cosigned.labelValues(witness).set((double) entries);
    }

    @Override
    public void close() {
        registry.unregister(failures);
        registry.unregister(contradicts);
        registry.unregister(cosigned);
        registry.unregister(size);
        registry.unregister(waiting);
    }
}
