package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What each process of a cluster holds in memory: whatever goes wrong, no queue grows without an end. */
final class ResidentMemory {
    /** A bound, not a need: the largest, a TaskManager that makes proxies, was seen at 540 MiB. A queue without an end passes it. */
    private static final long MOST_KIB = 1_600 << 10;

    private ResidentMemory() {}

    static void check(RunningCluster cluster) throws Exception {
        for (String name : cluster.names()) {
            for (long pid : cluster.pids(name)) {
                assertThat(kib(pid)).as("KiB of memory of %s (%d)", name, pid).isLessThan(MOST_KIB);
            }
        }
    }

    /** {@code VmRSS} of proc(5); 0 of one that is gone. */
    private static long kib(long pid) throws Exception {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
