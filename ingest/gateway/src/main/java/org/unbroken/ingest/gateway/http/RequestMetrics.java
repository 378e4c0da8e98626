package org.unbroken.ingest.gateway.http;

import io.netty.buffer.PooledByteBufAllocator;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.function.IntSupplier;

/** What the storage operators see of connections and requests. */
public final class RequestMetrics {
    /** Methods that have a series of their own; others share one, so that clients cannot make up series. */
    private static final Set<String> METHODS = Set.of("OPTIONS", "POST", "HEAD", "PATCH", "GET", "DELETE");

    private static final double NANOS = 1e9;

    private final Histogram seconds;
    private final Counter turnedAway;

    public RequestMetrics(PrometheusRegistry registry, PooledByteBufAllocator buffers, IntSupplier connections) {
        seconds = Histogram.builder()
                .name("unbroken_gateway_request_seconds")
                .help("From a request's head to its answer, the body included")
                .labelNames("method", "status")
                .register(registry);
        turnedAway = Counter.builder()
                .name("unbroken_gateway_turned_away_total")
                .help("Connections closed because there were too many")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_gateway_netty_bytes")
                .help("Direct memory held by the gateway's buffer pool")
                .callback(gauge -> gauge.call((double) buffers.metric().usedDirectMemory()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_gateway_connections")
                .help("Open connections")
                .callback(gauge -> gauge.call(connections.getAsInt()))
                .register(registry);
    }

    void answered(String method, int status, long nanos) {
        seconds.labelValues(METHODS.contains(method) ? method : "other", status / 100 + "xx")
                .observe(nanos / NANOS);
    }

    void turnedAway() {
        turnedAway.inc();
    }
}
