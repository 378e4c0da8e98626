package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.unbroken.storage.s3.RequestObserver;

/** What the storage operators see of the object store from here: how many requests, of which kind, how long, how ended. */
final class StoreMetrics implements RequestObserver {
    private static final double NANOS = 1e9;

    private final Histogram seconds;
    private final StoreClock clock;

    StoreMetrics(PrometheusRegistry registry, StoreClock clock) {
        this.clock = clock;
        GaugeWithCallback.builder()
                .name("unbroken_store_clock_ahead_seconds")
                .help("How far this machine's clock is ahead of the object store's; negative when behind")
                .callback(gauge -> clock.ahead().ifPresent(by -> gauge.call((double) by.toSeconds())))
                .register(registry);
        seconds = Histogram.builder()
                .name("unbroken_store_request_seconds")
                .help(
                        "From sending a request to the object store to its answer; outcome is done, refused (4xx) or failed")
                .labelNames("operation", "outcome")
                .register(registry);
    }

    @Override
    public void dated(Instant store) {
        clock.dated(store);
    }

    @Override
    public void done(String operation, Outcome outcome, Duration took) {
        seconds.labelValues(operation, outcome.name().toLowerCase(Locale.ROOT)).observe(took.toNanos() / NANOS);
    }
}
