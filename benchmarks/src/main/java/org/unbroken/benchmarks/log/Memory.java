package org.unbroken.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes, MiB: the heap in use, and all of it as the kernel counts it. */
record Memory(long heapMib, long residentMib) {

    static Memory now() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        long kib = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        return new Memory((runtime.totalMemory() - runtime.freeMemory()) >> 20, kib >> 10);
    }
}
