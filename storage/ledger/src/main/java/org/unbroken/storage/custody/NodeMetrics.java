package org.unbroken.storage.custody;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** A log node's figures for Prometheus, beside those of the log itself. */
final class NodeMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final Counter turns;
    private final List<Collector> collectors;

    NodeMetrics(PrometheusRegistry registry, LogNode node) {
        this.registry = registry;
        turns = Counter.builder()
                .name("unbroken_log_turns_total")
                .help("Turns at writing the log that this node took since it started")
                .build();
        GaugeWithCallback role = GaugeWithCallback.builder()
                .name("unbroken_log_role")
                .help("1 for what this log node is doing: following, leading or stopped")
                .labelNames("role")
                .callback(out -> {
                    LogRole now = node.role();
                    for (LogRole each : LogRole.values()) {
                        out.call(each == now ? 1 : 0, each.wire());
                    }
                })
                .build();
        GaugeWithCallback epoch = GaugeWithCallback.builder()
                .name("unbroken_log_epoch")
                .help("How often the turn to write the log has changed hands, as this node last saw")
                .callback(out -> out.call((double) node.epoch()))
                .build();
        GaugeWithCallback behind = GaugeWithCallback.builder()
                .name("unbroken_log_behind_entries")
                .help("Published entries that this node has not yet taken over")
                .callback(out -> out.call((double) node.behind()))
                .build();
        GaugeWithCallback facts = GaugeWithCallback.builder()
                .name("unbroken_log_source_lag_facts")
                .help("Facts that wait in the custody queue, while this node leads")
                .callback(out -> out.call((double) node.sourceLag()))
                .build();
        GaugeWithCallback failing = GaugeWithCallback.builder()
                .name("unbroken_log_source_failing")
                .help(
                        "1 while this node leads and cannot read the custody queue, or that lacks what is to be read next")
                .callback(out -> out.call(node.sourceFails() ? 1 : 0))
                .build();
        collectors = List.of(turns, role, epoch, behind, facts, failing);
    }

    void register() {
        collectors.forEach(registry::register);
    }

    void tookTurn() {
        turns.inc();
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
    }
}
