package org.unbroken.deploy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the running audit works, and where there is a copy to restore from: a folder, an object store, or none.
 *
 * @param bytesPerSecond 0: no bytes are read
 */
public record Auditing(
        long bytesPerSecond,
        int objectsPerSecond,
        Duration interval,
        Duration landedOverdue,
        Optional<Path> replicaFolder,
        Optional<ReplicaStore> replicaStore) {

    /**
     * A bucket. The keys are read from their files by whoever opens it.
     *
     * @param sharedBucket for what is on its way there; only where the copy is made
     */
    public record ReplicaStore(
            URI endpoint,
            String region,
            String bucket,
            Optional<String> sharedBucket,
            Path accessKeyFile,
            Path secretKeyFile,
            boolean pathStyle) {}

    public boolean hasReplica() {
        return replicaFolder().isPresent() || replicaStore().isPresent();
    }
}
