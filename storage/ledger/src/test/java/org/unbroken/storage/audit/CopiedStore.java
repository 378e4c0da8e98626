package org.unbroken.storage.audit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.replica.Budget;
import org.unbroken.storage.replica.ReplicaMetrics;
import org.unbroken.storage.replica.ReplicaRound;
import org.unbroken.storage.replica.ReplicaStatus;
import org.unbroken.storage.replica.Replication;
import org.unbroken.storage.replica.SecondStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** A store, its copy in another folder, and what keeps the copy; either store can be seen through something. */
final class CopiedStore implements AutoCloseable {
    final AuditedStore store;
    final LocalWormStore second;
    /** One for all that copies, as in a server. */
    final Budget budget;

    WormStore firstSeen;
    WormStore secondSeen;

    CopiedStore(Path directory) throws IOException {
        store = new AuditedStore(directory.resolve("first"));
        Path root = Files.createDirectories(directory.resolve("second"));
        LocalDisk disk = new LocalDisk();
        second = new LocalWormStore(root, new LocalStagingArea(root, disk), disk, new LocalWormSettings(false));
        second.start();
        budget = new Budget(new Pacing(1L << 40, store.time, store.time));
        firstSeen = store.worm;
        secondSeen = second;
    }

    private SecondStore opened() {
        return new SecondStore("second", secondSeen, second);
    }

    /** As of a process that takes over. */
    Replication replication() {
        return replication(10_000);
    }

    Replication replication(int mostWaiting) {
        return new Replication(
                store.custody().log(),
                store.ledger(),
                firstSeen,
                this::opened,
                budget,
                store.records,
                new ReplicaMetrics(new PrometheusRegistry()),
                store.time,
                mostWaiting);
    }

    void replicate() throws Exception {
        replication().attend(store.newest());
    }

    /** Of the next day. */
    JsonObject round() throws Exception {
        store.nextDay();
        new ReplicaRound(
                        store.custody().log(),
                        store.ledger(),
                        firstSeen,
                        this::opened,
                        budget,
                        store.records,
                        new ReplicaMetrics(new PrometheusRegistry()),
                        Duration.ofDays(1),
                        store.time)
                .attend(store.newest());
        return report().object("round");
    }

    JsonObject report() throws IOException {
        return new ReplicaStatus("second", store.records, store.custody().log(), store.ledger(), store.time)
                .report(agency -> true);
    }

    List<JsonObject> waiting() throws IOException {
        return report().array("objects_waiting").objects();
    }

    Path there(ObjectKey key) {
        return second.localPath(key).orElseThrow();
    }

    List<ObjectKey> there(RecordingId id) throws IOException {
        try (Stream<ObjectKey> keys = second.list(ObjectKey.recordingPrefix(id))) {
            return keys.toList();
        }
    }

    @Override
    public void close() throws IOException {
        second.close();
        store.close();
    }
}
