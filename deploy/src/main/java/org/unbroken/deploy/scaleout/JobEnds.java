package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.server.DataLayout;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.ingest.console.OperationsServer;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.ingest.pipeline.describe.DescribeWorkshop;
import org.unbroken.ingest.pipeline.describe.OriginalFiles;
import org.unbroken.ingest.pipeline.describe.Proxies;
import org.unbroken.ingest.pipeline.describe.SharedProxyQueue;
import org.unbroken.ingest.pipeline.kafka.KafkaLandingQueue;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.custody.FollowedLog;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.events.KafkaCustodyEvents;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.s3.S3Blobs;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.transcode.MediaWorkers;

/** What the jobs reach for on a TaskManager: stores and queues for both, media workers where recordings are described. */
public final class JobEnds {
    /** Flink restarts what fails; a start that waits for long would look as if it hung. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(JobEnds.class);

    private final ServerSettings settings;
    private final RunningParts running;
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final StageTimes times = new StageTimes(metrics);
    private final PipelineSettings jobs;
    private final DataLayout scratch;
    private final S3Connection connection;
    private final SharedDocuments documents;
    private final WormStore worm;
    private final KafkaSettings kafka;
    private final KafkaCustodyEvents events;
    private final JobReadiness readiness;
    private final StoreClock storeClock;

    private JobEnds(ServerSettings settings, RunningParts running) throws IOException, InterruptedException {
        this.settings = settings;
        this.running = running;
        ScaleOut scaleOut = settings.scaleOut();
        TaskScratch place = TaskScratch.take(scaleOut.jobs().scratch());
        running.add("scratch folder", place);
        this.scratch = new DataLayout(place.folder());
        this.jobs = PartSettings.pipeline(settings, scratch, "compliance");
        this.storeClock = new StoreClock(clock);
        SharedStores stores = new SharedStores(
                scaleOut,
                clock,
                running,
                new Waiting(PATIENCE, System::nanoTime),
                new StoreMetrics(metrics, storeClock));
        this.connection = stores.connection();
        this.documents = stores.documents(connection);
        this.worm = stores.worm(connection, documents);
        this.kafka = stores.kafka();
        this.events = new KafkaCustodyEvents(kafka, random);
        running.add("custody events", events);
        StoreWatch answering = new StoreWatch(() -> documents.find(WriterDocument.NAME), System::nanoTime);
        answering.start();
        running.add("store watch", answering);
        this.readiness = new JobReadiness(answering, storeClock);
    }

    public static PipelineEnds open(ServerSettings settings) throws IOException, InterruptedException {
        RunningParts running = new RunningParts();
        try {
            JobEnds ends = new JobEnds(settings, running);
            ends.watch();
            return new PipelineEnds(ends::seal, ends::describe, running::close);
        } catch (IOException | InterruptedException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** What watches the machine asks here. No footage waits because a port is taken: that is said, and work goes on. */
    private void watch() {
        JvmMetrics.builder().register(metrics);
        OperationsServer operations = new OperationsServer(
                PartSettings.operations(settings),
                BearerTokens.shared(documents, clock, random),
                readiness,
                clock,
                random,
                metrics);
        try {
            operations.start();
            running.add("operations", operations);
            log.atInfo().addKeyValue("operations", operations.uri()).log("answers those who watch");
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("problem", String.valueOf(e.getMessage()))
                    .log("no metrics of this TaskManager can be had; UNBROKEN_OPS_PORT gives it a port of its own");
        }
    }

    private SealWorkshop seal() throws IOException {
        KafkaLandingQueue queue = new KafkaLandingQueue(kafka);
        queue.start();
        running.add("landing queue", queue);
        return new SealWorkshop(jobs, queue, events, worm, clock, storeClock::doubt, times, metrics);
    }

    private DescribeWorkshop describe() throws IOException, InterruptedException {
        FollowedLog published =
                new FollowedLog(documents, worm, settings.scaleOut().log().trusted(), FollowedLog.POLL_INTERVAL);
        published.start();
        running.add("published log", published);
        readiness.watch(published);
        MediaWorkers workers = new MediaWorkers(PartSettings.workers(settings, scratch));
        workers.start();
        running.add("media workers", workers);
        OriginalFiles originals =
                new OriginalFiles(worm, scratch.originals(), settings.limits().reserveBytes());
        originals.start();
        String holder = settings.scaleOut().nodeName() + "/" + UUID.randomUUID();
        DerivedFiles derived = new DerivedFiles(
                scratch.derived(), new S3Blobs(connection), new SharedProxyQueue(documents, holder, System::nanoTime));
        derived.start();
        Proxies proxies = new Proxies(derived, originals, workers, times);
        proxies.start();
        running.add("proxies", proxies);
        return new DescribeWorkshop(
                jobs, published, events, worm, originals, workers, derived, proxies, clock, times, metrics);
    }
}
