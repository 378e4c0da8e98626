package org.unbroken.ingest.pipeline.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.pipeline.describe.HistorySettings;
import org.unbroken.storage.events.KafkaSettings;

/**
 * How the jobs run on a cluster.
 *
 * @param checkpoints a folder that every machine of the cluster reaches, {@code s3://BUCKET/FOLDER} or {@code file:};
 *     each job has its own folder in it
 * @param checkpointInterval how much work a failure repeats
 * @param kafka where the seal job's landings are; empty where the ends have them by number
 * @param sealParallelism how many of each of the seal job's operators, spread over the cluster
 * @param describeParallelism the same of the describe job
 * @param history how a camera's files are compared
 * @param software name and version that go into analysis records
 */
public record ClusterJobSettings(
        Set<ClusterJob> jobs,
        URI checkpoints,
        Duration checkpointInterval,
        Optional<KafkaSettings> kafka,
        int sealParallelism,
        int describeParallelism,
        HistorySettings history,
        String software) {
    private static final int MOST = 128;

    public ClusterJobSettings {
        jobs = Set.copyOf(jobs);
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("jobs: one or both of seal,describe");
        }
        if (checkpoints.getScheme() == null) {
            throw new IllegalArgumentException("checkpoints = " + checkpoints + ": an address with its scheme");
        }
        if (checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("checkpointInterval = " + checkpointInterval + ": at least 100 ms");
        }
        require("sealParallelism", sealParallelism);
        require("describeParallelism", describeParallelism);
    }

    private static void require(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + " = " + value + ": 1 to " + MOST);
        }
    }

    /** Where one job's checkpoints and savepoints lie. */
    URI folder(ClusterJob job) {
        String base = checkpoints.toString();
        return URI.create(base + (base.endsWith("/") ? "" : "/") + job.word());
    }

    int parallelism(ClusterJob job) {
        return job == ClusterJob.SEAL ? sealParallelism : describeParallelism;
    }
}
