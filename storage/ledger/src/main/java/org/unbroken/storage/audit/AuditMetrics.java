package org.unbroken.storage.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.custody.Finding;

/** The audit's figures, while this process runs it: on a follower there are none. */
public final class AuditMetrics {
    private final InstantSource clock;
    private final Counter found;
    private final Counter repairs;
    private final Counter bytes;
    private final Map<String, Shown> sweeps = new ConcurrentHashMap<>();
    private volatile @Nullable FindingList list;
    private volatile OptionalLong overdue = OptionalLong.empty();

    private record Shown(AuditRound round, Optional<Instant> oldest) {}

    public AuditMetrics(PrometheusRegistry registry, InstantSource clock) {
        this.clock = clock;
        found = Counter.builder()
                .name("unbroken_audit_findings_total")
                .help("Objects that the audit found changed, missing or untracked, since this process started")
                .labelNames("kind")
                .register(registry);
        repairs = Counter.builder()
                .name("unbroken_audit_repairs_total")
                .help("Tries to put a finding right, by what came of it: done, not")
                .labelNames("outcome")
                .register(registry);
        bytes = Counter.builder()
                .name("unbroken_audit_read_bytes_total")
                .help("Bytes that the audit read and compared with their digests")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_audit_round")
                .help("Number of the round that a sweep is in")
                .labelNames("sweep")
                .callback(out -> each(out, shown -> shown.round().number()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_audit_coverage_ratio")
                .help("How much of the recordings (sweep presence) or of the originals' bytes (sweep bytes) this round"
                        + " has done")
                .labelNames("sweep")
                .callback(out -> each(out, AuditMetrics::coverage))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_audit_oldest_unchecked_seconds")
                .help("How long ago the recording that was not looked at for the longest time was, or arrived")
                .labelNames("sweep")
                .callback(out ->
                        each(out, shown -> shown.oldest().map(this::since).orElse(0.0)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_audit_open_findings")
                .help("Findings that are not right yet")
                .labelNames("kind")
                .callback(this::open)
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_audit_unread_recordings")
                .help("Recordings that the audit could not look at, though the store answers")
                .callback(out -> {
                    FindingList now = list;
                    if (now != null) {
                        out.call(now.allUnread().size());
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_recordings_landed_overdue")
                .help("Recordings that arrived longer ago than audit.landed-overdue and are not sealed")
                .callback(out -> overdue.ifPresent(out::call))
                .register(registry);
    }

    private interface Value {
        double of(Shown shown);
    }

    private void each(GaugeWithCallback.Callback out, Value value) {
        sweeps.forEach((sweep, shown) -> out.call(value.of(shown), sweep));
    }

    private static double coverage(Shown shown) {
        AuditRound round = shown.round();
        return round.ended().isPresent() ? 1 : Coverage.of(round);
    }

    private void open(GaugeWithCallback.Callback out) {
        FindingList now = list;
        if (now == null) {
            return;
        }
        List<OpenFinding> all = now.all();
        for (Finding.Kind kind : List.of(Finding.Kind.CHANGED, Finding.Kind.MISSING, Finding.Kind.UNTRACKED)) {
            out.call(
                    (double) all.stream()
                            .filter(each -> each.aspect().kind() == kind)
                            .count(),
                    Aspect.wire(kind));
        }
    }

    private double since(Instant time) {
        return Math.max(0, Duration.between(time, clock.instant()).toMillis() / 1000.0);
    }

    void found(Aspect aspect) {
        found.labelValues(Aspect.wire(aspect.kind())).inc();
    }

    void repaired(String outcome) {
        repairs.labelValues(outcome).inc();
    }

    void read(long count) {
        bytes.inc(count);
    }

    void show(String sweep, AuditRound round, Optional<Instant> oldest) {
        sweeps.put(sweep, new Shown(round, oldest));
    }

    void show(FindingList findings) {
        list = findings;
    }

    void overdue(long count) {
        overdue = OptionalLong.of(count);
    }

    void forget(String sweep) {
        sweeps.remove(sweep);
        list = null;
    }

    void forgetOverdue() {
        overdue = OptionalLong.empty();
    }
}
