package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.ProxyResult;
import org.unbroken.transcode.WorkerSettings;

/**
 * A proxy made by a worker process, and one by {@code ffmpeg -c:v libx264 -preset veryfast} at the same size, in turns;
 * then how like the recording each is. Arguments: a folder to work in, the file, rounds.
 */
public final class ProxyRatio {
    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");

    private ProxyRatio() {}

    private record Cost(double wallSeconds, double cpuSeconds) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path file = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Path ours = folder.resolve("proxy.mp4");
        Path theirs = folder.resolve("x264.mp4");
        double[] ratios = new double[rounds];
        WorkerSettings settings =
                WorkerSettings.defaults(folder.resolve("workers")).withWorkers(1, 1);
        try (MediaWorkers workers = new MediaWorkers(settings)) {
            workers.start();
            double seconds = 0;
            for (int i = -1; i < rounds; i++) {
                Duration before = workersCpu();
                long began = System.nanoTime();
                ProxyResult result = workers.proxy(file, ours, "benchmark");
                Cost own = new Cost(
                        (System.nanoTime() - began) / 1e9,
                        workersCpu().minus(before).toNanos() / 1e9);
                if (i < 0) {
                    // The first one starts the worker and unpacks FFmpeg.
                    seconds = result.durationMicros() / 1e6;
                    System.out.println(String.format(
                            Locale.ROOT, "%s, %.1f s; CPU seconds of user and system", file.getFileName(), seconds));
                    System.out.println("worker CPU s    wall s   ffmpeg CPU s    wall s   ffmpeg ÷ worker, by CPU");
                    continue;
                }
                String size = size(ours, folder);
                Cost peer = shell(
                        "exec 3>&1; ffmpeg -nostdin -v error -y -i \"$1\" -vf scale=" + size
                                + " -c:v libx264 -preset veryfast \"$2\"; times >&3",
                        file.toString(),
                        theirs.toString());
                ratios[i] = peer.cpuSeconds / own.cpuSeconds;
                System.out.println(String.format(
                        Locale.ROOT,
                        "%12.2f %9.2f %14.2f %9.2f %25.2f",
                        own.cpuSeconds,
                        own.wallSeconds,
                        peer.cpuSeconds,
                        peer.wallSeconds,
                        ratios[i]));
            }
            double[] sorted = ratios.clone();
            Arrays.sort(sorted);
            System.out.println(String.format(Locale.ROOT, "median %61.2f", sorted[sorted.length / 2]));
            System.out.println(
                    "           bytes    pictures   SSIM against the recording at that size, those pictures");
            for (Path made : List.of(ours, theirs)) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "%-9s %7d %10s   %s",
                        made == ours ? "worker" : "ffmpeg",
                        Files.size(made),
                        new Ffmpeg(folder)
                                .probe(
                                        made,
                                        "-select_streams",
                                        "v",
                                        "-count_packets",
                                        "-show_entries",
                                        "stream=nb_read_packets")
                                .get(0),
                        ssim(made, file, size(made, folder), folder)));
            }
        }
    }

    private static Duration workersCpu() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String size(Path made, Path folder) throws IOException, InterruptedException {
        return new Ffmpeg(folder)
                .probe(made, "-select_streams", "v", "-show_entries", "stream=width,height")
                .get(0)
                .replace(',', ':');
    }

    /** Each of its pictures beside the recording's of the same moment, scaled with ffmpeg's best scaler. */
    private static String ssim(Path made, Path file, String size, Path folder)
            throws IOException, InterruptedException {
        Path log = folder.resolve("ssim.txt");
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "info",
                        "-i",
                        made.toString(),
                        "-i",
                        file.toString(),
                        "-filter_complex",
                        "[0:v]settb=1/90000,setpts=PTS-STARTPTS[a];[1:v]scale=" + size
                                // Times are rounded: a little earlier, so that none comes just too late.
                                + ":flags=lanczos,settb=1/90000,setpts=PTS-STARTPTS-450[b];[a][b]ssim=shortest=1",
                        "-an",
                        "-f",
                        "null",
                        "-")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.waitFor();
        Matcher found = SSIM.matcher(Files.readString(log, StandardCharsets.UTF_8));
        return found.find() ? found.group(1) : "not found";
    }

    private static Cost shell(String script, String... arguments) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg failed");
        }
        return new Cost((System.nanoTime() - began) / 1e9, childrenSeconds(times));
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
}
