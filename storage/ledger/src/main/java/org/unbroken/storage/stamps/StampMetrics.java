package org.unbroken.storage.stamps;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Figures of the authorities, while this process asks them: on a follower there are none. */
public final class StampMetrics {
    private final InstantSource clock;
    private final Counter answers;
    private final Map<String, Instant> newest = new ConcurrentHashMap<>();
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    public StampMetrics(PrometheusRegistry registry, InstantSource clock) {
        this.clock = clock;
        answers = Counter.builder()
                .name("unbroken_timestamps_total")
                .help("Time-stamping authorities asked, by what came of it")
                .labelNames("authority", "outcome")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_timestamp_age_seconds")
                .help("How old an authority's newest token is")
                .labelNames("authority")
                .callback(out -> newest.forEach((name, time) -> out.call(since(time), name)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_timestamp_overdue_seconds")
                .help("For how long an authority's next token has been due, and the log has grown; 0 if none is")
                .labelNames("authority")
                .callback(out -> newest.keySet()
                        .forEach(name -> out.call(waiting.containsKey(name) ? since(waiting.get(name)) : 0, name)))
                .register(registry);
    }

    private double since(Instant time) {
        return Math.max(0, Duration.between(time, clock.instant()).toMillis() / 1000.0);
    }

    void kept(String authority, Instant time) {
        answers.labelValues(authority, "kept").inc();
        newest(authority, time);
    }

    void failed(String authority) {
        answers.labelValues(authority, "failed").inc();
    }

    void newest(String authority, Instant time) {
        newest.put(authority, time);
        waiting.remove(authority);
    }

    void waitingSince(String authority, Instant time) {
        newest.putIfAbsent(authority, time);
        waiting.putIfAbsent(authority, time);
    }

    void forget() {
        newest.clear();
        waiting.clear();
    }
}
