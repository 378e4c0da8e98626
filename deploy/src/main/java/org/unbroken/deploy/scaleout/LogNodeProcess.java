package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.server.AuditTasks;
import org.unbroken.deploy.server.DataLayout;
import org.unbroken.deploy.server.DescribedFiles;
import org.unbroken.deploy.server.LogAttestation;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.ReplicaStores;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.deploy.server.StampTasks;
import org.unbroken.deploy.server.UpkeepTasks;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.ingest.console.ConsoleServer;
import org.unbroken.ingest.console.api.RulebookKeeping;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.ingest.pipeline.describe.ProxyRequests;
import org.unbroken.ingest.pipeline.describe.SharedProxyQueue;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.AuditStatus;
import org.unbroken.storage.audit.SharedAuditRecords;
import org.unbroken.storage.cases.CasesKeeping;
import org.unbroken.storage.custody.Erasure;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.custody.LogNode;
import org.unbroken.storage.custody.LogNodeSettings;
import org.unbroken.storage.custody.LogRole;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.events.KafkaCustodyEvents;
import org.unbroken.storage.events.KafkaFacts;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topic;
import org.unbroken.storage.events.TopicIdentity;
import org.unbroken.storage.intake.SharedIntakeErasure;
import org.unbroken.storage.keeping.AppliedNote;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.keeping.KeepingTask;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.keeping.SharedAppliedNote;
import org.unbroken.storage.packs.SharedPackStore;
import org.unbroken.storage.s3.S3Blobs;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3StagingArea;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.PuttingBack;
import org.unbroken.storage.worm.WormStore;

/**
 * A node of the custody log, with its console: it leads, or follows and stands by. Its database is an index over what is
 * in the object store; lost, it follows that from the beginning.
 */
public final class LogNodeProcess implements ClusterNode {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int HEARTBEATS = 5;

    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private @Nullable ConsoleServer console;

    public LogNodeProcess(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        JvmMetrics.builder().register(metrics);
        ScaleOut scaleOut = settings.scaleOut();
        DataLayout layout = new DataLayout(settings.data());
        running.add("data folder", DataFolder.take(layout.root()));
        StoreClock storeClock = new StoreClock(clock);
        SharedStores stores = new SharedStores(
                scaleOut,
                clock,
                running,
                new Waiting(GatewayNode.PATIENCE, System::nanoTime),
                new StoreMetrics(metrics, storeClock));
        S3Connection connection = stores.connection();
        SharedDocuments documents = stores.documents(connection);
        WormStore worm = stores.worm(connection, documents);
        KafkaSettings kafka = stores.kafka();
        DurableFiles files = new DurableFiles(new LocalDisk());
        LogAttestation attestation = new LogAttestation(
                settings, Files.createDirectories(scaleOut.log().keyFolder()), files, clock, random);
        LogKeys keys = attestation.keys();
        Files.createDirectories(layout.ledger().getParent());
        Duration patience = scaleOut.log().takeoverAfter();
        // Before the node: its audit enters what it finds, until the node is closed.
        KafkaCustodyEvents events = new KafkaCustodyEvents(kafka, random);
        running.add("custody events", events);
        TopicIdentity topic = new TopicIdentity(documents, kafka, Topic.CUSTODY);
        LogNode node = new LogNode(
                PartSettings.custody(settings, layout),
                new LogNodeSettings(POLL, patience.dividedBy(HEARTBEATS), patience),
                worm,
                keys.signer(),
                documents,
                scaleOut.nodeName(),
                () -> Optional.of(new KafkaFacts(kafka, System::nanoTime, topic)),
                clock,
                random,
                metrics);
        DerivedFiles derived = new DerivedFiles(
                layout.derived(),
                new S3Blobs(connection),
                new SharedProxyQueue(documents, scaleOut.nodeName() + "/" + UUID.randomUUID(), System::nanoTime));
        derived.start();
        node.pack(new SharedPackStore(documents));
        LeaderTask.Source stamps = StampTasks.of(PartSettings.stamps(settings, layout), worm, clock, random, metrics);
        S3StagingArea restoring = new S3StagingArea(
                connection,
                documents,
                layout.restoring(),
                new LocalDisk(),
                S3StagingArea.MAX_UPLOAD_BYTES,
                clock,
                random);
        restoring.start();
        running.add("restoring", restoring);
        AuditRecords audited = new SharedAuditRecords(documents);
        LeaderTask.Source audit = AuditTasks.of(
                PartSettings.audit(settings, layout),
                node::ledger,
                node::log,
                worm,
                new PuttingBack(worm, restoring),
                AuditTasks.replica(settings.auditing(), clock, running),
                events,
                audited,
                clock,
                metrics);
        AppliedNote note = new SharedAppliedNote(documents);
        Erasure elsewhere = Erasure.all(List.of(
                recordings -> {
                    for (RecordingId recording : recordings) {
                        derived.forget(recording);
                    }
                },
                new SharedIntakeErasure(documents)::forget,
                node.erasure()));
        OpenCases cases = new CasesKeeping(node.ledger(), settings.rules(), clock);
        Supplier<KeepingRules> kept = () -> new RulebookKeeping(node.ledger(), settings.rules());
        LeaderTask.Source rounds = UpkeepTasks.of(settings, kept, node::ledger, worm, events, audited, clock, metrics);
        LeaderTask.Source upkeep = () -> rounds.forTurn().stream()
                .<LeaderTask>map(task -> new ClockedTask(task, storeClock))
                .toList();
        LeaderTask.Source copying = UpkeepTasks.copying(
                settings,
                ReplicaStores.writing(settings.auditing(), layout.replicating(), clock, random, running),
                node::log,
                node::ledger,
                worm,
                audited,
                clock,
                metrics);
        LeaderTask.Source keeping = () -> List.of(
                new KeepingTask(node.log(), node.ledger(), worm, note),
                new ClockedTask(
                        new DisposalTask(node.log(), node.ledger(), worm, cases, kept.get(), elsewhere, clock),
                        storeClock));
        node.alsoDo(LeaderTask.Source.all(List.of(stamps, keeping, audit, upkeep, copying)));
        node.start();
        running.add("custody log", node);
        Attestor attestor = attestation.attestor(
                node.log(),
                () -> node.role() == LogRole.LEADING,
                keys.isNew(),
                worm,
                PartSettings.custody(settings, layout).logRetention(),
                metrics);
        attestor.start();
        running.add("attestor", attestor);
        Tokens tokens = BearerTokens.shared(documents, clock, random);
        ProxyRequests proxies = new ProxyRequests(derived);
        proxies.start();
        running.add("proxy requests", proxies);
        ConsoleServer people = new ConsoleServer(
                PartSettings.console(settings),
                new ConsoleEnds(
                                node.ledger(),
                                node.log(),
                                events,
                                worm,
                                tokens,
                                Certificates.shared(documents, clock, random)::authenticate,
                                new DescribedFiles(derived, proxies::request),
                                new LogNodeReadiness(node, storeClock, settings.logFlushInterval()),
                                random,
                                settings.rules(),
                                new AuditStatus(audited, node.ledger(), PartSettings.audit(settings, layout)))
                        .with(UpkeepTasks.shown(settings, audited, node.log(), node.ledger(), clock)),
                clock,
                metrics);
        people.start();
        running.add("console", people);
        console = people;
    }

    @Override
    public List<String> addresses() {
        return List.of(
                "console " + Objects.requireNonNull(console, "not started").uri());
    }

    /** The one that leads publishes what it has and gives up its turn. */
    @Override
    public void close() throws IOException {
        running.close();
    }
}
