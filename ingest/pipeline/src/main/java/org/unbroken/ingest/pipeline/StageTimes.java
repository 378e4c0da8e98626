package org.unbroken.ingest.pipeline;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.Callable;

/** How long each stage of a recording's life takes, as Prometheus sees it. */
public final class StageTimes {
    private final Histogram seconds;

    public StageTimes(PrometheusRegistry metrics) {
        seconds = Histogram.builder()
                .name("unbroken_stage_seconds")
                .help("Time a recording spends in a stage")
                .labelNames("stage")
                .classicUpperBounds(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)
                .register(metrics);
    }

    /** Runs the work and records its time, also when it fails. */
    public <T> T time(String stage, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            record(stage, System.nanoTime() - start);
        }
    }

    public void record(String stage, long nanos) {
        seconds.labelValues(stage).observe(nanos / 1e9);
    }
}
