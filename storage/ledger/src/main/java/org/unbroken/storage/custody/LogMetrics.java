package org.unbroken.storage.custody;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.unbroken.storage.ledger.Ledger;

/** The log's figures for Prometheus. */
final class LogMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final Counter entries;
    private final Histogram publishSeconds;
    private final List<Collector> collectors;

    LogMetrics(PrometheusRegistry registry, Supplier<LogHealth> health, Ledger ledger) {
        this.registry = registry;
        entries = Counter.builder()
                .name("unbroken_log_entries_total")
                .help("Entries appended to the custody log since this process started")
                .build();
        publishSeconds = Histogram.builder()
                .name("unbroken_log_publish_seconds")
                .help("From the start of a flush into the WORM store to its checkpoint's publication")
                .build();
        GaugeWithCallback published = GaugeWithCallback.builder()
                .name("unbroken_log_published_size")
                .help("Entries under the newest published checkpoint")
                .callback(out -> out.call((double) health.get().publishedSize()))
                .build();
        GaugeWithCallback unpublished = GaugeWithCallback.builder()
                .name("unbroken_log_unpublished_entries")
                .help("Entries appended and not yet published")
                .callback(out -> out.call((double) health.get().backlog()))
                .build();
        GaugeWithCallback oldest = GaugeWithCallback.builder()
                .name("unbroken_log_oldest_unpublished_seconds")
                .help("How long the oldest unpublished entry has been waiting")
                .callback(out -> out.call(health.get()
                        .oldestUnpublished()
                        .map(age -> age.toMillis() / 1000.0)
                        .orElse(0.0)))
                .build();
        GaugeWithCallback stopped = GaugeWithCallback.builder()
                .name("unbroken_log_stopped")
                .help("1 when the log has given up and a person must look")
                .callback(out -> out.call(health.get().state() == LogHealth.State.STOPPED ? 1 : 0))
                .build();
        GaugeWithCallback recordings = GaugeWithCallback.builder()
                .name("unbroken_recordings")
                .help("Recordings by state")
                .labelNames("state")
                .callback(out -> {
                    try {
                        ledger.counts().forEach((state, count) -> out.call((double) count, state.wire()));
                    } catch (IOException notNow) {
                        // While the database is opened anew there is no figure, which is better than a wrong one.
                    }
                })
                .build();
        collectors = List.of(entries, publishSeconds, published, unpublished, oldest, stopped, recordings);
    }

    void register() {
        collectors.forEach(registry::register);
    }

    void appended(int count) {
        entries.inc(count);
    }

    void publishedAfter(long nanos) {
        publishSeconds.observe(nanos / 1e9);
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
    }
}
