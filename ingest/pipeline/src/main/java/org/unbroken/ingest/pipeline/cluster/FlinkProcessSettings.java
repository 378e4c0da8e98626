package org.unbroken.ingest.pipeline.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process of the cluster is told.
 *
 * @param folder private to this process
 * @param jobManagerHost under which all find the JobManager, which comes back at the same address after it died
 * @param bindHost where this process listens
 * @param restPort of the JobManager's web interface, which listens on loopback only
 * @param s3 for checkpoints on {@code s3://}
 * @param plugins Flink's plugin folder, which {@code s3://} needs: {@code s3-fs-presto/flink-s3-fs-presto-….jar} in it
 * @param tls without it Flink's ports ask nobody for credentials: only where nobody else is, as in a test
 */
public record FlinkProcessSettings(
        Path folder,
        String jobManagerHost,
        int jobManagerPort,
        int blobPort,
        int restPort,
        String bindHost,
        FlinkMemory memory,
        Optional<FlinkS3> s3,
        Optional<Path> plugins,
        Optional<FlinkTls> tls) {
    public FlinkProcessSettings {
        folder = folder.toAbsolutePath().normalize();
        require("jobManagerPort", jobManagerPort, 1);
        require("blobPort", blobPort, 0);
        require("restPort", restPort, 0);
        if (s3.isPresent() && plugins.isEmpty()) {
            throw new IllegalArgumentException("plugins: checkpoints on s3:// need Flink's S3 plugin");
        }
    }

    private static void require(String name, int port, int least) {
        if (port < least || port > 65535) {
            throw new IllegalArgumentException(name + " = " + port + ": " + least + " to 65535");
        }
    }
}
