package org.unbroken.ingest.pipeline.seal;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.intake.Landings;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.worm.WormStore;

/** All that the seal job's operators work with. */
public final class SealWorkshop {
    final PipelineSettings settings;
    final LandingQueue queue;
    final CustodyEvents events;
    final WormStore worm;
    final InstantSource clock;
    private final ClockDoubt doubt;
    private final @Nullable LandingFeed feed;
    final Sealer sealer;
    final StageTimes times;
    final Counter outcomes;
    final Gauge running;
    final Counter unreadable;

    /** Where landings are queued by number in a database that this process reads. */
    public SealWorkshop(
            PipelineSettings settings,
            Landings landings,
            CustodyEvents events,
            WormStore worm,
            RightOfWay receiving,
            InstantSource clock,
            StageTimes times,
            PrometheusRegistry metrics) {
        this(
                settings,
                new NumberedLandings(landings),
                new LandingFeed(landings, clock),
                events,
                worm,
                receiving,
                clock,
                ClockDoubt.NONE,
                times,
                metrics);
        GaugeWithCallback.builder()
                .name("unbroken_seal_backlog")
                .help("Landings that are not sealed or quarantined")
                .callback(callback -> callback.call(backlog(landings)))
                .register(metrics);
    }

    /** Where landings come to the job by a connector of Flink's, and {@code queue} is what it tells of them. */
    public SealWorkshop(
            PipelineSettings settings,
            LandingQueue queue,
            CustodyEvents events,
            WormStore worm,
            InstantSource clock,
            ClockDoubt doubt,
            StageTimes times,
            PrometheusRegistry metrics) {
        // Cameras dock elsewhere: there is nobody here to give way to.
        this(settings, queue, null, events, worm, new RightOfWay(), clock, doubt, times, metrics);
    }

    private SealWorkshop(
            PipelineSettings settings,
            LandingQueue queue,
            @Nullable LandingFeed feed,
            CustodyEvents events,
            WormStore worm,
            RightOfWay receiving,
            InstantSource clock,
            ClockDoubt doubt,
            StageTimes times,
            PrometheusRegistry metrics) {
        this.settings = settings;
        this.queue = queue;
        this.feed = feed;
        this.events = events;
        this.worm = worm;
        this.clock = clock;
        this.doubt = doubt;
        this.times = times;
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
        this.unreadable = Counter.builder()
                .name("unbroken_unreadable_landings_total")
                .help("Messages in the landings' queue that could not be read and were put aside")
                .register(metrics);
    }

    /** The outcome, or a failure that says what is wrong with this machine's clock. */
    SealOutcome unlessDoubted(SealOutcome outcome) {
        return doubt.reason()
                .filter(reason -> outcome.kind() != SealOutcome.Kind.FAILED)
                .map(reason -> SealOutcome.failed(outcome.ref(), notHere(reason)))
                .orElse(outcome);
    }

    /** Why a landing is not even begun with here; empty where it may be. */
    Optional<SealOutcome> refused(LandingRef ref) {
        return doubt.reason().map(reason -> SealOutcome.failed(ref, notHere(reason)));
    }

    private static String notHere(String reason) {
        return "not sealed here, to be tried on another machine: " + reason;
    }

    LandingFeed feed() {
        return Objects.requireNonNull(feed, "landings are not queued by number here");
    }

    private static double backlog(Landings landings) {
        try {
            return landings.backlog();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
