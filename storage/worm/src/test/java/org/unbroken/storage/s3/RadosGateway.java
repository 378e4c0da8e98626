package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real object store with Object Lock for tests: Ceph's gateway from the system's packages, one for the whole test JVM,
 * gone with it. Where the packages cannot be had the test is set aside with a message, unless the environment says
 * {@code UNBROKEN_REAL_SERVERS=required}.
 */
public final class RadosGateway {
    private static final long START_MINUTES = 8;
    private static final int EXIT_NO_PACKAGES = 3;
    private static final Pattern LINE = Pattern.compile("(S3_[A-Z_]+)=(\\S+)");
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private static RadosGateway running;
    private static RadosGateway onDisk;
    private static String missing;

    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private final String region;

    private RadosGateway(Map<String, String> lines) {
        endpoint = URI.create(lines.get("S3_ENDPOINT"));
        accessKey = lines.get("S3_ACCESS_KEY");
        secretKey = lines.get("S3_SECRET_KEY");
        region = lines.get("S3_REGION");
    }

    public static synchronized RadosGateway started() {
        if (running == null) {
            running = start(
                    System.getProperty("unbroken.rgw.store", "memstore"),
                    System.getProperty("unbroken.rgw.gigabytes", "6"));
        }
        return running;
    }

    /** One that keeps its data on disk, for what memory does not hold; beside the other, and gone with the JVM too. */
    public static synchronized RadosGateway onDisk(int gigabytes) {
        if (onDisk == null) {
            onDisk = start("bluestore", String.valueOf(gigabytes));
        }
        return onDisk;
    }

    private static RadosGateway start(String store, String gigabytes) {
        Optional<RadosGateway> started = Optional.empty();
        if (missing == null) {
            try {
                started = tryStart(store, gigabytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (started.isEmpty()) {
            assertThat(System.getenv("UNBROKEN_REAL_SERVERS")).as(missing).isNotEqualTo("required");
            abort(missing);
        }
        return started.orElseThrow();
    }

    private static Optional<RadosGateway> tryStart(String store, String gigabytes) throws IOException {
        Path scripts = Path.of(System.getProperty("unbroken.root", ".")).resolve("deploy/s3");
        Path folder = Files.createTempDirectory("rgw");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(scripts, folder)));
        Path output = folder.resolve("start.out");
        Path errors = folder.resolve("start.err");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        scripts.resolve("start-rgw.sh").toString(),
                        folder.resolve("c").toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("RGW_PORT", String.valueOf(freePort()));
        builder.environment().put("RGW_MON_PORT", String.valueOf(freePort()));
        builder.environment().put("RGW_STORE", store);
        builder.environment().put("RGW_SIZE_GB", gigabytes);
        Process process = builder.start();
        try {
            if (!process.waitFor(START_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("start-rgw.sh hangs: " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() == EXIT_NO_PACKAGES) {
            missing = "no Ceph gateway to test with: " + Files.readString(errors);
            return Optional.empty();
        }
        if (process.exitValue() != 0) {
            throw new IOException("start-rgw.sh ends with " + process.exitValue() + ": " + Files.readString(errors));
        }
        Map<String, String> lines = new HashMap<>();
        Matcher matcher = LINE.matcher(Files.readString(output));
        while (matcher.find()) {
            lines.put(matcher.group(1), matcher.group(2));
        }
        return Optional.of(new RadosGateway(lines));
    }

    private static void stop(Path scripts, Path folder) {
        try {
            new ProcessBuilder(
                            "bash",
                            scripts.resolve("stop-rgw.sh").toString(),
                            folder.resolve("c").toString(),
                            "--wipe")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
            Files.deleteIfExists(folder.resolve("start.out"));
            Files.deleteIfExists(folder.resolve("start.err"));
            Files.deleteIfExists(folder);
        } catch (IOException | InterruptedException e) {
            System.err.println("the test's Ceph gateway may still be running, in " + folder + ": " + e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Settings with two new buckets, made and checked. */
    public S3Settings newBuckets() throws IOException {
        int number = BUCKETS.incrementAndGet();
        S3Settings settings = settings("worm" + number, "shared" + number);
        try (S3Connection connection = new S3Connection(settings)) {
            connection.start();
            new S3Buckets(connection).create();
        }
        return settings;
    }

    /** Settings with buckets of these names, which may not be there. */
    public S3Settings settings(String wormBucket, String sharedBucket) {
        return new S3Settings(endpoint, region, accessKey, secretKey, wormBucket, sharedBucket, true);
    }
}
