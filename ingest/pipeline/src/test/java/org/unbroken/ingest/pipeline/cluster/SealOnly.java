package org.unbroken.ingest.pipeline.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.unbroken.ingest.pipeline.describe.HistorySettings;

/** What the JobManager of {@link ClusterProcessTest} runs: the seal job over {@link FolderEnds}. */
public final class SealOnly {
    private SealOnly() {}

    /** {@code ROOT CHECKPOINTS PARALLELISM}. */
    public static void main(String[] args) throws Exception {
        ClusterJobs.submit(
                new FolderEnds(args[0]),
                new ClusterJobSettings(
                        Set.of(ClusterJob.SEAL),
                        URI.create(args[1]),
                        Duration.ofMillis(500),
                        Optional.empty(),
                        Integer.parseInt(args[2]),
                        1,
                        HistorySettings.defaults(),
                        "unbroken test"));
    }
}
