package org.unbroken.benchmarks.jmh;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/** The real log and ledger, in a folder of their own on the real disk (below {@code java.io.tmpdir}), gone after. */
final class CustodyFolder implements Closeable {
    private final Path folder;
    private final LocalStagingArea staging;
    private final LocalWormStore worm;
    private final CustodyStore store;

    private CustodyFolder(Path folder) {
        SecureRandom random = new SecureRandom();
        Disk disk = new LocalDisk();
        this.folder = folder;
        this.staging = new LocalStagingArea(folder.resolve("staging"), disk);
        this.worm = new LocalWormStore(folder.resolve("worm"), staging, disk, new LocalWormSettings(false));
        this.store = new CustodyStore(
                CustodySettings.defaults(folder.resolve("ledger")),
                worm,
                Ed25519NoteSigner.generate("benchmark.local/log", random),
                Clock.systemUTC(),
                random,
                new PrometheusRegistry());
    }

    static CustodyFolder open() throws IOException {
        CustodyFolder opened = new CustodyFolder(Files.createTempDirectory("unbroken-benchmark"));
        opened.staging.start();
        opened.worm.start();
        opened.store.start();
        return opened;
    }

    CustodyStore store() {
        return store;
    }

    @Override
    public void close() throws IOException {
        store.close();
        worm.close();
        staging.close();
        Folders.delete(folder);
    }
}
