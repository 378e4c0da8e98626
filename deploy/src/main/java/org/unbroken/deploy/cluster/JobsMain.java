package org.unbroken.deploy.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.ingest.pipeline.cluster.ClusterJob;
import org.unbroken.ingest.pipeline.cluster.ClusterJobSettings;
import org.unbroken.ingest.pipeline.cluster.ClusterJobs;

/**
 * What a Flink cluster's JobManager runs: submits the jobs. Arguments: the configuration's file, and {@code seal}
 * or {@code describe} where a cluster is to run one of them only. (Flink takes what begins with dashes for its own.) The file is read here and, at the same path, on each
 * TaskManager.
 */
public final class JobsMain {
    private JobsMain() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 1 || args.length > 2) {
            throw new IllegalArgumentException("arguments: CONFIG-FILE [seal,describe]");
        }
        String config = args[0];
        ServerSettings settings = ServerSettings.load(NodeRole.JOBS, Optional.of(Path.of(config)), Map.of());
        ScaleOut scaleOut = settings.scaleOut();
        ClusterJobs.submit(
                new ConfiguredEnds(config),
                new ClusterJobSettings(
                        ClusterJob.parse(args.length == 2 ? args[1] : "seal,describe"),
                        scaleOut.jobs().checkpoints().orElseThrow(),
                        settings.checkpointInterval(),
                        scaleOut.broker().map(StoreSettings::kafka),
                        scaleOut.jobs().sealParallelism(),
                        scaleOut.jobs().describeParallelism(),
                        PartSettings.history(settings),
                        PartSettings.SOFTWARE));
    }
}
