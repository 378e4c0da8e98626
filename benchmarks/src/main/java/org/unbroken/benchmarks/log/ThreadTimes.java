package org.unbroken.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of this process's threads as the kernel counts it, those of the compiler, of the collector and of RocksDB too,
 * by their names without numbers.
 *
 * @param user ticks of 10 ms
 * @param system likewise
 */
record ThreadTimes(long user, long system) {
    private static final int USER = 11;

    static Map<String, ThreadTimes> now() throws IOException {
        Map<String, ThreadTimes> times = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                int end = stat.lastIndexOf(')');
                String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-:# ]*[0-9]*$", "");
                String[] numbers = stat.substring(end + 2).split(" ", -1);
                times.merge(
                        name,
                        new ThreadTimes(Long.parseLong(numbers[USER]), Long.parseLong(numbers[USER + 1])),
                        ThreadTimes::plus);
            }
        }
        return times;
    }

    ThreadTimes plus(ThreadTimes other) {
        return new ThreadTimes(user + other.user, system + other.system);
    }

    ThreadTimes minus(ThreadTimes other) {
        return new ThreadTimes(user - other.user, system - other.system);
    }

    long ticks() {
        return user + system;
    }
}
