package org.unbroken.ingest.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import org.unbroken.ingest.pipeline.describe.HistorySettings;
import org.unbroken.storage.rules.AgencyRules;

/**
 * How the jobs run.
 *
 * @param flinkDirectory checkpoints, savepoints and Flink's temporary files; private to this process
 * @param derivedDirectory posters, storyboards and proxies: made again when lost
 * @param checkpointInterval how much work a crash repeats; the latency of nothing depends on it
 * @param sealParallelism recordings read back at the same time
 * @param describeParallelism recordings inspected at the same time
 * @param retentionFloor how long a recording is kept at least, from the server's clock at its arrival
 * @param retentionMode how the store enforces it: {@code local} or {@code compliance}
 * @param software name and version that go into manifests
 * @param sm3 whether manifests have the file's SM3 beside its SHA-256
 * @param rules which rulebook each agency obeys: it is named in manifests, and may lengthen the retention floor
 * @param history how a camera's files are compared
 */
public record PipelineSettings(
        Path flinkDirectory,
        Path derivedDirectory,
        Duration checkpointInterval,
        int sealParallelism,
        int describeParallelism,
        Period retentionFloor,
        String retentionMode,
        String software,
        boolean sm3,
        AgencyRules rules,
        HistorySettings history) {
    public PipelineSettings(
            Path flinkDirectory,
            Path derivedDirectory,
            Duration checkpointInterval,
            int sealParallelism,
            int describeParallelism,
            Period retentionFloor,
            String retentionMode,
            String software) {
        this(
                flinkDirectory,
                derivedDirectory,
                checkpointInterval,
                sealParallelism,
                describeParallelism,
                retentionFloor,
                retentionMode,
                software,
                false,
                AgencyRules.NONE,
                HistorySettings.defaults());
    }

    public PipelineSettings withSm3(boolean taken) {
        return new PipelineSettings(
                flinkDirectory,
                derivedDirectory,
                checkpointInterval,
                sealParallelism,
                describeParallelism,
                retentionFloor,
                retentionMode,
                software,
                taken,
                rules,
                history);
    }

    public PipelineSettings withRules(AgencyRules obeyed) {
        return new PipelineSettings(
                flinkDirectory,
                derivedDirectory,
                checkpointInterval,
                sealParallelism,
                describeParallelism,
                retentionFloor,
                retentionMode,
                software,
                sm3,
                obeyed,
                history);
    }

    public PipelineSettings {
        if (checkpointInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("checkpointInterval = " + checkpointInterval + ": at least 100 ms");
        }
        require("sealParallelism", sealParallelism);
        require("describeParallelism", describeParallelism);
        if (retentionFloor.isNegative() || retentionFloor.isZero()) {
            throw new IllegalArgumentException("retentionFloor = " + retentionFloor + ": must be positive");
        }
    }

    private static void require(String name, int value) {
        if (value < 1 || value > 256) {
            throw new IllegalArgumentException(name + " = " + value + ": 1 to 256");
        }
    }
}
