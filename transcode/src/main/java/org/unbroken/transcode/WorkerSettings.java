package org.unbroken.transcode;

import java.nio.file.Path;

/**
 * How workers are run.
 *
 * @param javaBinary the {@code java} program that runs them
 * @param workDir private scratch space, wiped at start; nothing else may use it
 * @param cacheDir where the native libraries and programs are unpacked to, once for all processes
 * @param inspectionWorkers how many inspections and picture jobs run at once
 * @param proxyWorkers how many proxies run at once, beside those and at a lower priority
 * @param cellRequired whether nothing may run where a worker cannot be shut in a cell of its own
 */
public record WorkerSettings(
        Path javaBinary,
        Path workDir,
        Path cacheDir,
        int inspectionWorkers,
        int proxyWorkers,
        WorkerLimits limits,
        boolean cellRequired) {
    private static final int MOST_WORKERS = 256;

    public WorkerSettings {
        workDir = workDir.toAbsolutePath().normalize();
        cacheDir = cacheDir.toAbsolutePath().normalize();
        if (cacheDir.equals(workDir)) {
            throw new IllegalArgumentException("cacheDir = " + cacheDir + ": the work directory, which is wiped");
        }
        requireCount("inspectionWorkers", inspectionWorkers);
        requireCount("proxyWorkers", proxyWorkers);
    }

    /** The running JVM's own {@code java}, and pools sized to the cores. */
    public static WorkerSettings defaults(Path workDir) {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new WorkerSettings(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                workDir.resolve("jobs"),
                workDir.resolve("natives"),
                Math.min(4, half),
                half,
                WorkerLimits.DEFAULT,
                false);
    }

    public WorkerSettings withWorkers(int inspection, int proxy) {
        return new WorkerSettings(javaBinary, workDir, cacheDir, inspection, proxy, limits, cellRequired);
    }

    public WorkerSettings withLimits(WorkerLimits changed) {
        return new WorkerSettings(
                javaBinary, workDir, cacheDir, inspectionWorkers, proxyWorkers, changed, cellRequired);
    }

    WorkerSettings withWorkDir(Path changed) {
        return new WorkerSettings(javaBinary, changed, cacheDir, inspectionWorkers, proxyWorkers, limits, cellRequired);
    }

    public WorkerSettings withCacheDir(Path changed) {
        return new WorkerSettings(javaBinary, workDir, changed, inspectionWorkers, proxyWorkers, limits, cellRequired);
    }

    public WorkerSettings withCellRequired(boolean changed) {
        return new WorkerSettings(javaBinary, workDir, cacheDir, inspectionWorkers, proxyWorkers, limits, changed);
    }

    private static void requireCount(String name, int count) {
        if (count < 1 || count > MOST_WORKERS) {
            throw new IllegalArgumentException(name + " = " + count + ": not within 1 to " + MOST_WORKERS);
        }
    }
}
