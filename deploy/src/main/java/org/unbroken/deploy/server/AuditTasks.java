package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.unbroken.deploy.config.Auditing;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.AuditSettings;
import org.unbroken.storage.audit.FolderReplica;
import org.unbroken.storage.audit.Repairs;
import org.unbroken.storage.audit.Replica;
import org.unbroken.storage.audit.RunningAudit;
import org.unbroken.storage.audit.StoreReplica;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3Settings;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.worm.RestoringStore;
import org.unbroken.storage.worm.WormStore;

/** The running audit, by the configuration. */
public final class AuditTasks {
    private AuditTasks() {}

    /** {@code restoring}: what puts an object back where it was lost or damaged. */
    public static RunningAudit of(
            AuditSettings audit,
            Supplier<Ledger> ledger,
            Supplier<CustodyLog> log,
            WormStore worm,
            RestoringStore restoring,
            Optional<Replica> replica,
            CustodyEvents events,
            AuditRecords records,
            InstantSource clock,
            PrometheusRegistry registry) {
        return new RunningAudit(
                audit,
                ledger,
                log,
                worm,
                events,
                records,
                new Repairs(worm, replica, Optional.of(restoring), clock),
                registry,
                clock,
                System::nanoTime,
                TimeUnit.NANOSECONDS::sleep);
    }

    /** A bucket is opened when it is first read: a replica that is away holds up no start. */
    public static Optional<Replica> replica(Auditing settings, InstantSource clock, RunningParts running)
            throws IOException {
        Optional<Path> folder = settings.replicaFolder();
        if (folder.isPresent()) {
            return Optional.of(new FolderReplica(folder.get()));
        }
        if (settings.replicaStore().isEmpty()) {
            return Optional.empty();
        }
        Auditing.ReplicaStore told = settings.replicaStore().get();
        S3Connection connection = new S3Connection(new S3Settings(
                told.endpoint(),
                told.region(),
                StoreSettings.secret(told.accessKeyFile()),
                StoreSettings.secret(told.secretKeyFile()),
                told.bucket(),
                told.bucket(),
                told.pathStyle()));
        connection.start();
        running.add("replica", connection);
        // Neither store nor documents are started: nothing is ever written there.
        WormStore store = new S3WormStore(connection, new S3SharedDocuments(connection), clock);
        return Optional.of(new StoreReplica(told.endpoint() + " " + told.bucket(), store));
    }
}
