package org.unbroken.deploy.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.replica.DrillReport;
import org.unbroken.storage.replica.RestoreDrill;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.WormStore;

/** A folder that a drill makes: laid out as a server's is. */
public final class DrillFolder implements AutoCloseable {
    private final ServerSettings settings;
    private final DataLayout layout;
    private final InstantSource clock;
    private final SecureRandom random;
    private final RunningParts parts = new RunningParts();

    public DrillFolder(ServerSettings settings, Path out, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.layout = new DataLayout(out.toAbsolutePath().normalize());
        this.clock = clock;
        this.random = random;
    }

    /** Empty {@code sample}: all originals. */
    public DrillReport run(List<VerifierKey> trusted, OptionalInt sample, Progress progress) throws IOException {
        WormStore copy = ReplicaStores.reading(settings.auditing(), clock, parts);
        Files.createDirectories(layout.root());
        parts.add("drill folder", DataFolder.take(layout.root()));
        LocalDisk disk = new LocalDisk();
        LocalWormStore restored = new LocalWormStore(
                layout.root(), new LocalStagingArea(layout.root(), disk), disk, new LocalWormSettings(false));
        restored.start();
        parts.add("drill store", restored);
        CustodySettings custody = PartSettings.custody(settings, layout);
        Files.createDirectories(Objects.requireNonNull(layout.ledger().getParent()));
        Files.createDirectories(layout.keys());
        return new RestoreDrill(
                        copy, restored, restored, custody, new DurableFiles(disk), trusted, clock, random, progress)
                .run(sample);
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
