package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.remote.RemoteRecordingStates;
import org.unbroken.deploy.server.BootId;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.ingest.console.OperationsServer;
import org.unbroken.ingest.gateway.GatewayEnds;
import org.unbroken.ingest.gateway.GatewayServer;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.events.KafkaLandingPublisher;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topic;
import org.unbroken.storage.events.TopicIdentity;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.SharedUploadSessions;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3StagingArea;
import org.unbroken.storage.s3.SettledStaging;
import org.unbroken.storage.s3.UnnamedUploads;
import org.unbroken.storage.s3.UploadSweeper;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;

/**
 * A cameras' door among several. It keeps nothing that another could not go on with: a spool for the end of each upload,
 * which is in the object store before a camera is told of it.
 */
public final class GatewayNode implements ClusterNode {
    /** Kafka is asked one question so often. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private volatile @Nullable GatewayServer gateway;
    private @Nullable OperationsServer operations;

    public GatewayNode(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        JvmMetrics.builder().register(metrics);
        ScaleOut scaleOut = settings.scaleOut();
        StoreClock storeClock = new StoreClock(clock);
        SharedStores stores = new SharedStores(
                scaleOut,
                clock,
                running,
                new Waiting(PATIENCE, System::nanoTime),
                new StoreMetrics(metrics, storeClock));
        S3Connection connection = stores.connection();
        SharedDocuments documents = stores.documents(connection);
        WormStore worm = stores.worm(connection, documents);
        S3StagingArea staging = new S3StagingArea(
                connection,
                documents,
                scaleOut.gateway().spool(),
                new LocalDisk(),
                Math.min(settings.limits().maxSizeBytes(), S3StagingArea.MAX_UPLOAD_BYTES),
                clock,
                random);
        staging.start();
        running.add("staging", staging);
        KafkaSettings kafka = stores.kafka();
        KafkaLandingPublisher publisher = new KafkaLandingPublisher(kafka);
        running.add("landings", publisher);
        RemoteRecordingStates states = new RemoteRecordingStates(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build(),
                scaleOut.gateway().logNodes(),
                StoreSettings.secret(scaleOut.gateway().tokenFile().orElseThrow()),
                System::nanoTime);
        // Parts that a creation left when it died before its document was there: nobody will ever name them. And what
        // a process wrote that woke after its upload had been sealed.
        UploadSweeper sweeper = new UploadSweeper(
                new UnnamedUploads(connection, documents, clock),
                new SettledStaging(documents, worm, states::isSettled),
                SWEEP_EVERY);
        sweeper.start();
        running.add("upload sweeper", sweeper);
        Tokens tokens = BearerTokens.shared(documents, clock, random);

        StoreWatch answering = new StoreWatch(() -> documents.find(WriterDocument.NAME), System::nanoTime);
        answering.start();
        running.add("store watch", answering);
        OperationsServer watched = new OperationsServer(
                PartSettings.operations(settings),
                tokens,
                new GatewayReadiness(
                        answering,
                        storeClock,
                        this::doorProblem,
                        staging,
                        settings.limits().reserveBytes()),
                clock,
                random,
                metrics);
        watched.start();
        running.add("operations", watched);
        operations = watched;

        SharedUploadSessions sessions = new SharedUploadSessions(
                documents, publisher, scaleOut.nodeName(), scaleOut.gateway().announceAgainAfter(), clock, random);
        GatewayServer cameras = new GatewayServer(
                PartSettings.gateway(settings).sharingPort(scaleOut.gateway().reusePort()),
                new GatewayEnds(
                        staging,
                        sessions,
                        states,
                        worm,
                        tokens,
                        Optional.of(Certificates.shared(documents, clock, random)),
                        new RightOfWay(),
                        storeClock::doubt),
                clock,
                random,
                BootId.read(random),
                metrics);
        cameras.start();
        running.add("gateway", cameras);
        gateway = cameras;
        EmptiedQueue emptied = new EmptiedQueue(
                new LandingsTopic(new TopicIdentity(documents, kafka, Topic.LANDINGS)),
                done -> sessions.announceAllAgain(states::isSettled, done),
                LOOK_EVERY);
        emptied.start();
        running.add("emptied queue", emptied);
    }

    private record LandingsTopic(TopicIdentity identity) implements EmptiedQueue.Queue {
        @Override
        public Optional<String> another() throws IOException {
            return identity.another();
        }

        @Override
        public void accept(String queue) throws IOException {
            identity.accept(queue);
        }
    }

    private Optional<String> doorProblem() {
        GatewayServer cameras = gateway;
        return cameras == null ? Optional.of("it is starting") : cameras.problem();
    }

    @Override
    public List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("upload " + Objects.requireNonNull(gateway, "not started").uri());
        lines.add("operations "
                + Objects.requireNonNull(operations, "not started").uri());
        return lines;
    }

    /** The gateway first: it drains. */
    @Override
    public void close() throws IOException {
        running.close();
    }
}
