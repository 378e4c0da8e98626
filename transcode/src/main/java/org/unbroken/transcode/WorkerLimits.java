package org.unbroken.transcode;

import java.time.Duration;

/**
 * What one job may use up before its worker is stopped.
 *
 * @param memoryBytes private memory of one worker process
 * @param outputBytes any one file that a job writes
 * @param silence how long a worker at work may show no progress
 * @param base time that any job may take
 * @param bytesPerSecond reading slower than this, on top of the base, is too slow
 * @param proxySlowness how many times its own length a recording's proxy may take
 * @param jobsPerWorker after so many jobs a worker is replaced by a fresh one
 */
public record WorkerLimits(
        long memoryBytes,
        long outputBytes,
        Duration silence,
        Duration base,
        long bytesPerSecond,
        int proxySlowness,
        int jobsPerWorker) {
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(1L << 30, 8L << 30, Duration.ofSeconds(40), Duration.ofSeconds(60), 1 << 20, 12, 200);

    public WorkerLimits {
        require("memoryBytes", memoryBytes, 256L << 20);
        require("outputBytes", outputBytes, 1 << 20);
        require("silence (ms)", silence.toMillis(), 100);
        require("base (ms)", base.toMillis(), 100);
        require("bytesPerSecond", bytesPerSecond, 1);
        require("proxySlowness", proxySlowness, 1);
        require("jobsPerWorker", jobsPerWorker, 1);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ": at least " + least);
        }
    }
}
