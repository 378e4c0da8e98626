package org.unbroken.ingest.pipeline.describe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.transcode.MediaWorkers;

/** All that the describe job's operators work with. */
public final class DescribeWorkshop {
    /** As long as gateways wait for the sealing of what they announced, by default. */
    private static final Duration INSPECTED_WITHIN = Duration.ofHours(6);

    final PipelineSettings settings;
    final CustodyEvents events;
    final WormStore worm;
    final MediaWorkers workers;
    final OriginalFiles originals;
    final DerivedFiles derived;
    final Proxies proxies;
    final InstantSource clock;
    final StageTimes times;
    final SealedFeed feed;
    final Counter outcomes;
    final Gauge backlog;

    /** Over a store whose originals are files of this machine. */
    public DescribeWorkshop(
            PipelineSettings settings,
            PublishedLog log,
            CustodyEvents events,
            WormStore worm,
            MediaWorkers workers,
            DerivedFiles derived,
            Proxies proxies,
            InstantSource clock,
            StageTimes times,
            PrometheusRegistry metrics) {
        this(settings, log, events, worm, new OriginalFiles(worm), workers, derived, proxies, clock, times, metrics);
    }

    public DescribeWorkshop(
            PipelineSettings settings,
            PublishedLog log,
            CustodyEvents events,
            WormStore worm,
            OriginalFiles originals,
            MediaWorkers workers,
            DerivedFiles derived,
            Proxies proxies,
            InstantSource clock,
            StageTimes times,
            PrometheusRegistry metrics) {
        this.settings = settings;
        this.events = events;
        this.worm = worm;
        this.originals = originals;
        this.workers = workers;
        this.derived = derived;
        this.proxies = proxies;
        this.clock = clock;
        this.times = times;
        this.feed = new SealedFeed(log, INSPECTED_WITHIN, clock);
        this.outcomes = Counter.builder()
                .name("unbroken_descriptions_total")
                .help("Recordings described, by how far that went")
                .labelNames("description")
                .register(metrics);
        GaugeWithCallback.builder()
                .name("unbroken_describe_unread_entries")
                .help("Published log entries that the describe job has not looked at yet")
                .callback(callback -> callback.call((double) feed.unread()))
                .register(metrics);
        GaugeWithCallback.builder()
                .name("unbroken_proxy_backlog")
                .help("Proxies still to be made")
                .callback(callback -> callback.call((double) proxyBacklog()))
                .register(metrics);
        this.backlog = Gauge.builder()
                .name("unbroken_describe_backlog")
                .help("Sealed recordings taken up and not yet inspected")
                .register(metrics);
    }

    private int proxyBacklog() {
        try {
            return proxies.backlog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
