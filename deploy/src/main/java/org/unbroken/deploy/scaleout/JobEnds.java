package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.server.DataLayout;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.ingest.pipeline.describe.DescribeWorkshop;
import org.unbroken.ingest.pipeline.describe.Proxies;
import org.unbroken.ingest.pipeline.kafka.KafkaLandingQueue;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;
import org.unbroken.storage.custody.FollowedLog;
import org.unbroken.storage.events.KafkaCustodyEvents;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.transcode.MediaWorkers;

/** What the jobs reach for on a TaskManager: stores and queues for both, media workers where recordings are described. */
public final class JobEnds {
    /** Flink restarts what fails; a start that waits for long would look as if it hung. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();
    private final InstantSource clock = Clock.systemUTC();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final StageTimes times = new StageTimes(metrics);
    private final PipelineSettings jobs;
    private final DataLayout scratch;
    private final SharedDocuments documents;
    private final WormStore worm;
    private final KafkaSettings kafka;
    private final KafkaCustodyEvents events;

    private JobEnds(ServerSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        ScaleOut scaleOut = settings.scaleOut();
        // Its own, also where several TaskManagers of a machine are given one folder.
        this.scratch = new DataLayout(Files.createDirectories(
                scaleOut.jobs().scratch().resolve(UUID.randomUUID().toString())));
        this.jobs = PartSettings.pipeline(settings, scratch, "compliance");
        SharedStores stores = new SharedStores(scaleOut, clock, running, new Waiting(PATIENCE, System::nanoTime));
        S3Connection connection = stores.connection();
        this.documents = stores.documents(connection);
        this.worm = stores.worm(connection, documents);
        this.kafka = stores.kafka();
        this.events = new KafkaCustodyEvents(kafka, new SecureRandom());
        running.add("custody events", events);
    }

    public static PipelineEnds open(ServerSettings settings) throws IOException, InterruptedException {
        JobEnds ends = new JobEnds(settings);
        return new PipelineEnds(ends::seal, ends::describe, ends.running::close);
    }

    private SealWorkshop seal() throws IOException {
        KafkaLandingQueue queue = new KafkaLandingQueue(kafka);
        queue.start();
        running.add("landing queue", queue);
        return new SealWorkshop(jobs, queue, events, worm, clock, times, metrics);
    }

    private DescribeWorkshop describe() throws IOException, InterruptedException {
        FollowedLog log = new FollowedLog(documents, worm, List.of(), FollowedLog.POLL_INTERVAL);
        log.start();
        running.add("published log", log);
        MediaWorkers workers = new MediaWorkers(PartSettings.workers(settings, scratch));
        workers.start();
        running.add("media workers", workers);
        DerivedFiles derived = new DerivedFiles(scratch.derived());
        derived.start();
        Proxies proxies = new Proxies(derived, worm, workers, times);
        proxies.start();
        running.add("proxies", proxies);
        return new DescribeWorkshop(jobs, log, events, worm, workers, derived, proxies, clock, times, metrics);
    }
}
