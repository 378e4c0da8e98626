package org.unbroken.deploy.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import org.unbroken.deploy.config.Auditing;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.replica.SecondStore;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3Settings;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3StagingArea;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.PuttingBack;
import org.unbroken.storage.worm.WormStore;

/** The second store, by the configuration: to write to, or only to read. */
public final class ReplicaStores {
    private ReplicaStores() {}

    /** For messages. */
    public static String name(Auditing settings) {
        return settings.replicaFolder().map(Path::toString).orElseGet(() -> settings.replicaStore()
                .map(told -> told.endpoint() + " " + told.bucket())
                .orElse("none"));
    }

    /** To write to; tried as the first store is before it is used. What is opened is closed with {@code running}. */
    public static SecondStore.Opening writing(
            Auditing settings, Path spool, InstantSource clock, SecureRandom random, RunningParts running) {
        return SecondStore.Opening.once(() -> {
            RunningParts opening = new RunningParts();
            try {
                SecondStore store = settings.replicaFolder().isPresent()
                        ? folder(settings, settings.replicaFolder().get(), opening)
                        : bucket(settings, spool, clock, random, opening);
                running.add("replica", opening::close);
                return store;
            } catch (IOException | RuntimeException e) {
                // Nothing of a try stays open: the next one begins anew.
                opening.close();
                throw e;
            }
        });
    }

    /** A folder that is not there is a disk that is not mounted: it is not made. */
    private static SecondStore folder(Auditing settings, Path worm, RunningParts running) throws IOException {
        if (!Files.isDirectory(worm)) {
            throw new NoSuchFileException(worm + ": replica.folder is not there (make it once, by hand)");
        }
        Path root = Objects.requireNonNull(worm.toAbsolutePath().getParent());
        running.add("replica folder", DataFolder.take(root));
        LocalWormStore store = local(root);
        store.start();
        running.add("replica store", store);
        return new SecondStore(name(settings), store, store);
    }

    private static LocalWormStore local(Path root) {
        LocalDisk disk = new LocalDisk();
        return new LocalWormStore(root, new LocalStagingArea(root, disk), disk, new LocalWormSettings(false));
    }

    private static SecondStore bucket(
            Auditing settings, Path spool, InstantSource clock, SecureRandom random, RunningParts running)
            throws IOException {
        S3Connection connection = connection(settings);
        running.add("replica connection", connection);
        S3SharedDocuments documents = new S3SharedDocuments(connection);
        documents.start();
        running.add("replica documents", documents);
        S3WormStore store = new S3WormStore(connection, documents, clock);
        store.start();
        running.add("replica store", store);
        S3StagingArea staging = new S3StagingArea(
                connection, documents, spool, new LocalDisk(), S3StagingArea.MAX_UPLOAD_BYTES, clock, random);
        staging.start();
        running.add("replica staging", staging);
        return new SecondStore(name(settings), store, new PuttingBack(store, staging));
    }

    private static S3Connection connection(Auditing settings) throws IOException {
        Auditing.ReplicaStore told = settings.replicaStore()
                .orElseThrow(() -> new IOException("no replica is configured: replica.folder or replica.s3.endpoint"));
        S3Connection connection = new S3Connection(new S3Settings(
                told.endpoint(),
                told.region(),
                StoreSettings.secret(told.accessKeyFile()),
                StoreSettings.secret(told.secretKeyFile()),
                told.bucket(),
                told.sharedBucket().orElse(told.bucket()),
                told.pathStyle()));
        connection.start();
        return connection;
    }

    /** Only to read: nothing is started that would write. */
    public static WormStore reading(Auditing settings, InstantSource clock, RunningParts running) throws IOException {
        if (settings.replicaFolder().isPresent()) {
            Path worm = settings.replicaFolder().get().toAbsolutePath().normalize();
            if (!Files.isDirectory(worm)) {
                throw new NoSuchFileException(worm + ": replica.folder is not there");
            }
            if (!worm.endsWith("worm")) {
                throw new IOException(worm + ": the copy's folder has to be named worm, as the store's is");
            }
            return local(Objects.requireNonNull(worm.getParent()));
        }
        S3Connection connection = connection(settings);
        running.add("replica", connection);
        return new S3WormStore(connection, new S3SharedDocuments(connection), clock);
    }
}
