package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.WorkerSettings;

/**
 * One file inspected by a worker process (times, rules, coding, everything that an inspection does), and its packets
 * listed by {@code ffprobe -show_packets} into a file, in turns. Arguments: a folder to work in, the file, rounds.
 */
public final class TimelineRatio {
    private TimelineRatio() {}

    private record Cost(double wallSeconds, double cpuSeconds) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path file = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        WorkerSettings settings =
                WorkerSettings.defaults(folder.resolve("workers")).withWorkers(1, 1);
        double[] wall = new double[rounds];
        double[] cpu = new double[rounds];
        try (MediaWorkers workers = new MediaWorkers(settings)) {
            workers.start();
            System.out.println("  inspect s   ffprobe s   ffprobe ÷ inspect   by CPU time");
            for (int i = -1; i < rounds; i++) {
                Cost own = inspect(workers, file, i < 0);
                Cost theirs = ffprobe(file, folder.resolve("packets.txt"));
                if (i >= 0) {
                    wall[i] = theirs.wallSeconds / own.wallSeconds;
                    cpu[i] = theirs.cpuSeconds / own.cpuSeconds;
                    System.out.println(String.format(
                            Locale.ROOT,
                            "%11.3f %11.3f %19.1f %13.1f",
                            own.wallSeconds,
                            theirs.wallSeconds,
                            wall[i],
                            cpu[i]));
                }
            }
            System.out.println(String.format(Locale.ROOT, "median %36.1f %13.1f", median(wall), median(cpu)));
            System.out.println("worker's largest memory " + largestMemory());
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Cost inspect(MediaWorkers workers, Path file, boolean tell)
            throws IOException, InterruptedException {
        Duration before = workersCpu();
        long began = System.nanoTime();
        Inspection inspection = workers.inspect(file);
        double wall = (System.nanoTime() - began) / 1e9;
        if (tell) {
            long packets = inspection.streams().stream()
                    .mapToLong(stream -> stream.framesCounted())
                    .sum();
            System.out.println(file.getFileName() + ", " + Files.size(file) / (1 << 20) + " MiB, " + packets
                    + " packets, " + inspection.continuity().findings().size() + " findings");
        }
        return new Cost(wall, workersCpu().minus(before).toNanos() / 1e9);
    }

    /** Of the worker that is alive throughout; ffprobe's processes have ended when this is asked. */
    private static Duration workersCpu() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Cost ffprobe(Path file, Path out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "ffprobe -v error -show_packets \"$1\" > \"$2\"; times",
                        "sh",
                        file.toString(),
                        out.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String times = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ffprobe failed");
        }
        double wall = (System.nanoTime() - began) / 1e9;
        Files.delete(out);
        return new Cost(wall, childrenSeconds(times));
    }

    /** The second line that the shell's times prints: user and system time of what it ran, such as 0m1.25s 0m0.10s. */
    private static double childrenSeconds(String times) {
        String[] lines = times.strip().split("\n", -1);
        double sum = 0;
        for (String part : lines[lines.length - 1].split(" ", -1)) {
            int minutes = part.indexOf('m');
            sum += Double.parseDouble(part.substring(0, minutes)) * 60
                    + Double.parseDouble(part.substring(minutes + 1, part.length() - 1));
        }
        return sum;
    }

    /** Of the worker: the programs that confine it are small. */
    private static String largestMemory() throws IOException {
        long largest = 0;
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            try (Stream<String> lines = Files.lines(status)) {
                largest = Math.max(
                        largest,
                        lines.filter(line -> line.startsWith("VmHWM"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                                .max()
                                .orElse(0));
            }
        }
        return largest == 0 ? "unknown" : largest + " kB";
    }
}
