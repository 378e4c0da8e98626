package org.unbroken.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Uploads files of one size from memory, some at a time, each connection's next when its last is acknowledged. Prints
 * one line: bytes, seconds from the first request to the last acknowledgement, MiB a second, its own CPU seconds.
 */
@Command(name = "upload-run", mixinStandardHelpOptions = true, sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class UploadRun implements Callable<Integer> {
    @Option(names = "--protocol", required = true, description = "TUS or PUT.")
    private Protocol protocol;

    @Option(names = "--url", required = true, description = "Where uploads are created, or the folder put into.")
    private URI url;

    @Option(names = "--token", description = "Bearer token.")
    private Optional<String> token = Optional.empty();

    @Option(names = "--name", required = true, description = "What the files' names begin with.")
    private String name;

    @Option(names = "--files", defaultValue = "16")
    private int files;

    @Option(names = "--mib", defaultValue = "64", description = "Size of each, in MiB.")
    private int mib;

    @Option(names = "--at-once", defaultValue = "4", description = "Connections, each of them one camera.")
    private int atOnce;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new UploadRun()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Payload payload = new Payload(mib << 20);
        AtomicInteger next = new AtomicInteger();
        ExecutorService connections = Executors.newFixedThreadPool(atOnce);
        double cpuBefore = cpuSeconds();
        long started = System.nanoTime();
        List<Future<Integer>> done = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            String camera = "bench-" + i;
            done.add(connections.submit(() -> connection(camera, next, payload)));
        }
        int uploaded = 0;
        for (Future<Integer> each : done) {
            uploaded += each.get();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        connections.shutdown();
        if (uploaded != files) {
            throw new IOException(uploaded + " of " + files + " files were uploaded");
        }
        long bytes = (long) files * payload.size();
        System.out.println(String.format(
                Locale.ROOT,
                "bytes=%d seconds=%.3f mib_per_second=%.1f client_cpu_seconds=%.2f",
                bytes,
                seconds,
                bytes / seconds / (1 << 20),
                cpuSeconds() - cpuBefore));
        return 0;
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private int connection(String camera, AtomicInteger next, Payload payload) throws IOException {
        int uploaded = 0;
        try (HttpConnection connection = HttpConnection.to(url)) {
            for (int file = next.getAndIncrement(); file < files; file = next.getAndIncrement()) {
                protocol.upload(connection, url, token, camera, name + "-" + file + ".mp4", payload);
                uploaded++;
            }
        }
        return uploaded;
    }
}
