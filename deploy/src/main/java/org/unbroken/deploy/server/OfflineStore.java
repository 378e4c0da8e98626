package org.unbroken.deploy.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.Audit;
import org.unbroken.storage.custody.AuditReport;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.custody.Rebuild;
import org.unbroken.storage.custody.RebuildReport;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/** What can be done with a data folder while no server runs on it. */
public final class OfflineStore {
    private OfflineStore() {}

    /**
     * Checks log and objects as they lie. Nothing is started and nothing written, so this also works on a copy that is
     * mounted read-only, or beside a running server.
     */
    public static AuditReport audit(Path data, List<VerifierKey> trusted, boolean bytes, Progress progress)
            throws IOException {
        return Audit.run(worm(new DataLayout(data), new LocalWormSettings(false)), trusted, bytes, progress);
    }

    /** Makes the ledger anew; throws {@link IOException} when a server has the folder, or the log's key is not there. */
    public static RebuildReport rebuild(ServerSettings settings, Progress progress) throws IOException {
        DataLayout layout = new DataLayout(settings.data());
        SecureRandom random = new SecureRandom();
        try (DataFolder held = DataFolder.take(settings.data());
                LocalWormStore worm = worm(layout, new LocalWormSettings(settings.wormImmutable()))) {
            if (!Files.exists(layout.keys().resolve("log.key"))) {
                // A new key would be a new log, which contradicts every receipt given so far.
                throw new IOException("the log's key is missing in " + layout.keys() + " of " + held.path()
                        + "; put it back from its backup");
            }
            LogKeys keys =
                    LogKeys.loadOrCreate(layout.keys(), Optional.empty(), new DurableFiles(new LocalDisk()), random);
            worm.start();
            return Rebuild.run(
                    worm, PartSettings.custody(settings, layout), keys.signer(), Clock.systemUTC(), random, progress);
        }
    }

    private static LocalWormStore worm(DataLayout layout, LocalWormSettings settings) {
        LocalDisk disk = new LocalDisk();
        return new LocalWormStore(layout.root(), new LocalStagingArea(layout.root(), disk), disk, settings);
    }
}
