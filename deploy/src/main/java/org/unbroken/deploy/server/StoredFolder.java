package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.export.StoredEvidence;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.custody.Audit;
import org.unbroken.storage.custody.AuditReport;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.custody.Rebuild;
import org.unbroken.storage.custody.RebuildReport;
import org.unbroken.storage.custody.RebuildSettings;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.packs.LocalPackStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/** A data folder without a server: taken, so that none can start meanwhile, and its WORM store opened. */
public final class StoredFolder implements AutoCloseable {
    private final ServerSettings settings;
    private final DataLayout layout;
    private final RunningParts parts = new RunningParts();
    private final LocalDisk disk = new LocalDisk();
    private final LocalWormStore worm;

    private StoredFolder(ServerSettings settings, DataLayout layout, DataFolder folder) {
        this.settings = settings;
        this.layout = layout;
        parts.add("data folder", folder);
        this.worm = new LocalWormStore(
                layout.root(),
                new LocalStagingArea(layout.root(), disk),
                disk,
                new LocalWormSettings(settings.wormImmutable()));
    }

    /**
     * Takes a folder that a server has worked in.
     *
     * @throws IOException saying so, when it is none or when a server holds it
     */
    public static StoredFolder open(ServerSettings settings) throws IOException {
        DataLayout layout = new DataLayout(settings.data().toAbsolutePath().normalize());
        if (!Files.isDirectory(layout.root().resolve("worm"))) {
            throw new NoSuchFileException(layout.root() + " is no data folder: it has no worm/");
        }
        StoredFolder opened = new StoredFolder(settings, layout, DataFolder.take(layout.root()));
        try {
            opened.worm.start();
            opened.parts.add("WORM store", opened.worm);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    public AuditReport audit(List<VerifierKey> trusted, boolean bytes, Progress progress) throws IOException {
        return Audit.run(worm, trusted, PartSettings.custody(settings, layout), bytes, progress);
    }

    /** By the packs that are there; they are checked against the log, and change nothing but the speed. */
    public RebuildReport rebuild(RebuildSettings.Checks checks, Progress progress) throws IOException {
        SecureRandom random = new SecureRandom();
        LogKeys keys = keys(random);
        return Rebuild.run(
                worm,
                PartSettings.custody(settings, layout),
                RebuildSettings.defaults()
                        .withPacks(new LocalPackStore(layout.packs(), new DurableFiles(disk)))
                        .withChecks(checks),
                keys.signer(),
                Clock.systemUTC(),
                random,
                progress);
    }

    /** Log and ledger opened as a server would, for an export; it enters the log before anything is read. */
    public StoredEvidence evidence() throws IOException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        CustodyStore custody = new CustodyStore(
                PartSettings.custody(settings, layout),
                worm,
                keys(random).signer(),
                clock,
                random,
                new PrometheusRegistry());
        custody.start();
        parts.add("custody log", custody);
        LogAttestation attestation = new LogAttestation(settings, layout.keys(), new DurableFiles(disk), clock, random);
        Attestor attestor = attestation.attestor(
                custody.log(),
                () -> true,
                false,
                worm,
                PartSettings.custody(settings, layout).logRetention(),
                new PrometheusRegistry());
        parts.add("attestor", attestor);
        return new StoredEvidence(
                worm,
                custody.log(),
                new LocalCustodyEvents(custody.log(), custody.ledger()),
                custody.ledger(),
                attestation.attestingStopped(custody.log(), attestor, worm),
                settings.rules(),
                clock,
                // No server can have the folder before this ends anyway.
                () -> {});
    }

    private LogKeys keys(SecureRandom random) throws IOException {
        return new LogAttestation(settings, layout.keys(), new DurableFiles(disk), Clock.systemUTC(), random)
                .keysThatAreThere();
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
