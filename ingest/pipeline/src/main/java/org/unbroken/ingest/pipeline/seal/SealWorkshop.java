package org.unbroken.ingest.pipeline.seal;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.intake.Landings;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.worm.WormStore;

/** All that the seal job's operators work with. */
public final class SealWorkshop {
    final PipelineSettings settings;
    final Landings landings;
    final CustodyEvents events;
    final WormStore worm;
    final InstantSource clock;
    final LandingFeed feed;
    final Sealer sealer;
    final StageTimes times;
    final Counter outcomes;
    final Gauge running;

    public SealWorkshop(
            PipelineSettings settings,
            Landings landings,
            CustodyEvents events,
            WormStore worm,
            RightOfWay receiving,
            InstantSource clock,
            StageTimes times,
            PrometheusRegistry metrics) {
        this.settings = settings;
        this.landings = landings;
        this.events = events;
        this.worm = worm;
        this.clock = clock;
        this.times = times;
        this.feed = new LandingFeed(landings, clock);
        this.sealer = new Sealer(worm, receiving, settings, times);
        this.outcomes = Counter.builder()
                .name("unbroken_seal_outcomes_total")
                .help("Tries to seal a landing, by how they ended")
                .labelNames("outcome")
                .register(metrics);
        this.running = Gauge.builder()
                .name("unbroken_seal_running")
                .help("Landings being read back now")
                .register(metrics);
        GaugeWithCallback.builder()
                .name("unbroken_seal_backlog")
                .help("Landings that are not sealed or quarantined")
                .callback(callback -> callback.call(backlog()))
                .register(metrics);
    }

    private double backlog() {
        try {
            return landings.backlog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
