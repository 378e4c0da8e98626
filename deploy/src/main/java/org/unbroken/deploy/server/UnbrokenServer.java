package org.unbroken.deploy.server;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.ingest.console.ConsoleServer;
import org.unbroken.ingest.console.api.RulebookKeeping;
import org.unbroken.ingest.gateway.GatewayEnds;
import org.unbroken.ingest.gateway.GatewayServer;
import org.unbroken.ingest.pipeline.Pipeline;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.ingest.pipeline.describe.DerivedFiles;
import org.unbroken.ingest.pipeline.describe.DescribeWorkshop;
import org.unbroken.ingest.pipeline.describe.Proxies;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.AuditStatus;
import org.unbroken.storage.audit.FolderAuditRecords;
import org.unbroken.storage.cases.CasesKeeping;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.Erasure;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.custody.LocalRecordingStates;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.custody.Packer;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.RocksIntake;
import org.unbroken.storage.keeping.AppliedNote;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.keeping.KeepingTask;
import org.unbroken.storage.keeping.LocalAppliedNote;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.packs.LocalPackStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.LeaderTasks;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.transcode.MediaWorkers;

/**
 * The whole on embedded defaults, in one process: stores, log, jobs, and the two doors, opened last.
 *
 * <p>There is no other recovery than this start: each part finds what a crash left and goes on from there.
 */
public final class UnbrokenServer implements AutoCloseable {
    private final ServerSettings settings;
    private final DataLayout layout;
    private final RunningParts running = new RunningParts();
    private final InstantSource clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Disk disk = new LocalDisk();
    private @Nullable GatewayServer gateway;
    private @Nullable ConsoleServer console;
    private @Nullable VerifierKey logKey;
    private @Nullable Packer packs;

    public UnbrokenServer(ServerSettings settings) {
        this.settings = settings;
        this.layout = new DataLayout(settings.data().toAbsolutePath().normalize());
    }

    /** Opens everything or nothing. Throws with a message for the operator. */
    public void start() throws IOException, InterruptedException {
        try {
            open();
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAfter(e);
            throw e;
        } catch (Exception e) {
            closeAfter(e);
            throw new IOException("the server could not be started: " + e.getMessage(), e);
        }
    }

    private void closeAfter(Exception failure) {
        try {
            running.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void open() throws Exception {
        running.add("data folder", DataFolder.take(layout.root()));
        JvmMetrics.builder().register(metrics);
        LocalStagingArea staging = new LocalStagingArea(layout.root(), disk);
        staging.start();
        running.add("staging", staging);
        LocalWormStore worm =
                new LocalWormStore(layout.root(), staging, disk, new LocalWormSettings(settings.wormImmutable()));
        worm.start();
        running.add("WORM store", worm);
        RocksIntake intake = new RocksIntake(layout.intake());
        intake.start();
        running.add("intake", intake);
        CustodyStore custody = custody(worm);
        CustodyEvents events = new LocalCustodyEvents(custody.log(), custody.ledger());
        AuditRecords audited = new FolderAuditRecords(new DurableFiles(disk), layout.audit());
        audit(worm, custody, events, audited);
        keep(custody, worm);
        KeepingRules kept = new RulebookKeeping(custody.ledger(), settings.rules());
        LeaderTask.Source rounds = LeaderTask.Source.all(List.of(
                UpkeepTasks.of(settings, () -> kept, custody::ledger, worm, events, audited, clock, metrics),
                UpkeepTasks.copying(
                        settings,
                        ReplicaStores.writing(settings.auditing(), layout.replicating(), clock, random, running),
                        custody::log,
                        custody::ledger,
                        worm,
                        audited,
                        clock,
                        metrics)));
        LeaderTasks upkeep = new LeaderTasks(custody.log(), rounds.forTurn());
        upkeep.start();
        running.add("upkeep", upkeep);
        RightOfWay receiving = new RightOfWay();
        DerivedFiles derived = new DerivedFiles(layout.derived());
        derived.start();
        StageTimes times = new StageTimes(metrics);
        MediaWorkers workers = new MediaWorkers(PartSettings.workers(settings, layout));
        workers.start();
        running.add("media workers", workers);
        Proxies proxies = new Proxies(derived, worm, workers, times);
        proxies.start();
        running.add("proxies", proxies);
        dispose(custody, worm, kept, intake, derived);

        PipelineSettings jobs = PartSettings.pipeline(settings, layout);
        Pipeline pipeline = new Pipeline(
                jobs,
                new PipelineEnds(
                        new SealWorkshop(jobs, intake.landings(), events, worm, receiving, clock, times, metrics),
                        new DescribeWorkshop(
                                jobs, custody.log(), events, worm, workers, derived, proxies, clock, times, metrics)),
                clock,
                random);
        running.add("jobs", pipeline);
        pipeline.start();

        BearerTokens tokens = BearerTokens.inFolder(DataFolder.tokens(layout.root()), disk, clock, random);
        Certificates certificates = Certificates.inFolder(DataFolder.certificates(layout.root()), disk, clock, random);
        ConsoleServer people = new ConsoleServer(
                PartSettings.console(settings),
                new ConsoleEnds(
                                custody.ledger(),
                                custody.log(),
                                events,
                                worm,
                                tokens,
                                certificates::authenticate,
                                new DescribedFiles(derived, proxies::request),
                                new ServerReadiness(
                                        custody,
                                        pipeline,
                                        staging,
                                        settings.limits().reserveBytes(),
                                        settings.logFlushInterval()),
                                random,
                                settings.rules(),
                                new AuditStatus(audited, custody.ledger(), PartSettings.audit(settings, layout)))
                        .with(UpkeepTasks.shown(settings, audited, custody.log(), custody.ledger(), clock)),
                clock,
                metrics);
        people.start();
        running.add("console", people);
        console = people;

        GatewayServer cameras = new GatewayServer(
                PartSettings.gateway(settings),
                new GatewayEnds(
                        staging,
                        intake.sessions(),
                        new LocalRecordingStates(custody.ledger(), custody.log()),
                        worm,
                        tokens,
                        Optional.of(certificates),
                        receiving,
                        // There is no second clock here to compare it with.
                        Optional::empty),
                clock,
                random,
                BootId.read(random),
                metrics);
        cameras.start();
        running.add("gateway", cameras);
        gateway = cameras;
    }

    private void audit(LocalWormStore worm, CustodyStore custody, CustodyEvents events, AuditRecords audited)
            throws IOException {
        LeaderTasks audit = custody.tasks(AuditTasks.of(
                PartSettings.audit(settings, layout),
                custody::ledger,
                custody::log,
                worm,
                worm,
                AuditTasks.replica(settings.auditing(), clock, running),
                events,
                audited,
                clock,
                metrics));
        audit.start();
        running.add("audit", audit);
    }

    private void keep(CustodyStore custody, LocalWormStore worm) {
        AppliedNote note = new LocalAppliedNote(layout.keeping(), new DurableFiles(disk));
        LeaderTasks keeping =
                new LeaderTasks(custody.log(), List.of(new KeepingTask(custody.log(), custody.ledger(), worm, note)));
        keeping.start();
        running.add("holds and retention", keeping);
    }

    private void dispose(
            CustodyStore custody, LocalWormStore worm, KeepingRules kept, RocksIntake intake, DerivedFiles derived) {
        Packer packer = Objects.requireNonNull(packs);
        Erasure elsewhere = Erasure.all(List.of(
                recordings -> {
                    for (RecordingId recording : recordings) {
                        packer.forget(recording);
                        derived.forget(recording);
                    }
                },
                intake::forget,
                custody.erasure()));
        OpenCases cases = new CasesKeeping(custody.ledger(), settings.rules(), clock);
        LeaderTasks disposal = new LeaderTasks(
                custody.log(),
                List.of(new DisposalTask(custody.log(), custody.ledger(), worm, cases, kept, elsewhere, clock)));
        disposal.start();
        running.add("disposal", disposal);
    }

    private CustodyStore custody(LocalWormStore worm) throws IOException {
        DurableFiles files = new DurableFiles(disk);
        Files.createDirectories(layout.keys());
        LogAttestation attestation = new LogAttestation(settings, layout.keys(), files, clock, random);
        LogKeys keys = attestation.keys();
        logKey = keys.verifierKey();
        CustodyStore custody =
                new CustodyStore(PartSettings.custody(settings, layout), worm, keys.signer(), clock, random, metrics);
        custody.start();
        running.add("custody log", custody);
        Packer packer = custody.packer(new LocalPackStore(layout.packs(), new DurableFiles(disk)));
        packer.start();
        running.add("packer", packer);
        packs = packer;
        Attestor attestor = attestation.attestor(
                custody.log(),
                () -> true,
                true,
                worm,
                PartSettings.custody(settings, layout).logRetention(),
                metrics);
        attestor.start();
        running.add("attestor", attestor);
        LeaderTasks tasks =
                custody.tasks(StampTasks.of(PartSettings.stamps(settings, layout), worm, clock, random, metrics));
        tasks.start();
        running.add("time-stamps", tasks);
        return custody;
    }

    /** Where cameras and docks upload to, with the path. */
    public URI uploadUri() {
        return Objects.requireNonNull(gateway, "not started").uri();
    }

    public URI consoleUri() {
        return Objects.requireNonNull(console, "not started").uri();
    }

    public Path dataDirectory() {
        return layout.root();
    }

    /** The key that receipts of this server verify under. */
    public VerifierKey logKey() {
        return Objects.requireNonNull(logKey, "not started");
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
