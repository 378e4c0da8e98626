package org.unbroken.benchmarks.bundle;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.unbroken.integrity.evidence.BundleReport;
import org.unbroken.integrity.evidence.BundleVerification;
import org.unbroken.integrity.verify.Verdict;

/**
 * A bundle verified, and its originals digested by {@code openssl dgst -sha256} one after another, in turns. A
 * verification makes two digests of each byte; per hash made and CPU second the two are to be alike.
 *
 * <p>Arguments: a folder for the bundle (removed by the caller), recordings, chunks of 8 MiB in each, rounds.
 */
public final class VerifyRatio {
    private static final double TICKS_PER_SECOND = 100;

    private VerifyRatio() {}

    private record Cost(double wallSeconds, double cpuSeconds) {}

    public static void main(String[] arguments) throws Exception {
        Path bag = Path.of(arguments[0]).resolve("bundle");
        int recordings = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[3]);
        MadeBundle made = new MadeBundle(Integer.parseInt(arguments[2]));
        made.write(recordings, bag);
        double mib = recordings * made.bytesEach() / (double) (1 << 20);
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.println(String.format(
                Locale.ROOT, "%d cores, %d recordings of %d MiB", cores, recordings, made.bytesEach() >> 20));
        System.out.println("  verify MiB/s   openssl MiB/s   rate, ÷ openssl   per hash and CPU second, ÷ openssl");
        for (int i = -1; i < rounds; i++) {
            Cost verify = verify(bag, made, cores);
            Cost openssl = openssl(bag);
            if (i >= 0) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "%14.0f %15.0f %17.2f %38.2f",
                        mib / verify.wallSeconds(),
                        mib / openssl.wallSeconds(),
                        openssl.wallSeconds() / verify.wallSeconds(),
                        2 * openssl.cpuSeconds() / verify.cpuSeconds()));
            }
        }
    }

    private static Cost verify(Path bag, MadeBundle made, int cores) throws IOException, InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        BundleReport report = BundleVerification.run(bag, made.trusted(), cores, bytes -> {});
        if (report.verdict() != Verdict.INTACT) {
            throw new IllegalStateException(String.join("\n", report.lines()));
        }
        return new Cost((System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }

    private static Cost openssl(Path bag) throws IOException, InterruptedException {
        List<Path> originals;
        try (Stream<Path> files = Files.walk(bag.resolve("data"))) {
            originals = files.filter(file -> String.valueOf(file.getFileName()).startsWith("original."))
                    .toList();
        }
        double cpu = childrenCpuSeconds();
        long wall = System.nanoTime();
        List<String> command = new ArrayList<>(List.of("openssl", "dgst", "-sha256"));
        originals.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("openssl failed");
        }
        return new Cost((System.nanoTime() - wall) / 1e9, childrenCpuSeconds() - cpu);
    }

    /** proc(5), stat: cutime and cstime of children that ended, in ticks. */
    private static double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }
}
