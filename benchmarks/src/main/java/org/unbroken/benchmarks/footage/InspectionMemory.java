package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.unbroken.transcode.Inspection;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.WorkerSettings;

/** The largest memory of a worker process that has inspected one file and nothing else. Arguments: a folder to work in, the files. */
public final class InspectionMemory {
    private static final String PEAK = "VmHWM:";

    private InspectionMemory() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        System.out.println("  peak MiB     CPU s     packets");
        for (int i = 1; i < arguments.length; i++) {
            WorkerSettings settings =
                    WorkerSettings.defaults(folder.resolve("workers-" + i)).withWorkers(1, 1);
            try (MediaWorkers workers = new MediaWorkers(settings)) {
                workers.start();
                Path file = Path.of(arguments[i]);
                Inspection inspection = workers.inspect(file);
                long packets = inspection.streams().stream()
                        .mapToLong(stream -> stream.framesCounted())
                        .sum();
                System.out.println(String.format(
                        Locale.ROOT,
                        "%10d %9.2f %11d  %s",
                        peakKib() / 1024,
                        cpu().toMillis() / 1000.0,
                        packets,
                        file.getFileName()));
            }
        }
    }

    /** Of the worker and the programs that confine it, which are small. */
    private static long peakKib() throws IOException {
        long largest = 0;
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                largest = Math.max(
                        largest,
                        lines.filter(line -> line.startsWith(PEAK))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                                .max()
                                .orElse(0));
            } catch (NoSuchFileException e) {
                // One that has ended meanwhile was no worker.
            }
        }
        return largest;
    }

    private static Duration cpu() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
