package org.unbroken.deploy.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.unbroken.deploy.Unbroken;
import org.unbroken.integrity.note.VerifierKey;

/** An {@code unbroken witness} in a process of its own, which can be killed. */
final class WitnessChild implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final CompletableFuture<VerifierKey> key = new CompletableFuture<>();
    private final Path log;

    private WitnessChild(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it on this folder and waits until it answers. */
    static WitnessChild start(Path data, String name, Path logs, int port) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "e2e"));
        String file = "witness-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        Path config = Files.write(
                folder.resolve(file + ".properties"),
                List.of(
                        "data = " + data,
                        "witness.name = " + name,
                        "witness.logs = " + logs,
                        "witness.monitoring = true",
                        "console.port = " + port));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Unbroken.class.getName(),
                "witness",
                "--config",
                config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator));
        Path log = folder.resolve(file + ".log");
        builder.redirectError(log.toFile());
        Process process = builder.start();
        // A build that is broken off leaves no witnesses behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        WitnessChild child = new WitnessChild(process, log);
        Thread reader = new Thread(child::read, file);
        reader.setDaemon(true);
        reader.start();
        child.key.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return child;
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("witness ")) {
                    address.complete(URI.create(line.substring("witness ".length())));
                } else if (line.startsWith("key ")) {
                    key.complete(new VerifierKey(line.substring("key ".length())));
                }
            }
        } catch (IOException e) {
            // Said below.
        }
        IOException ended = new IOException("the witness ended before it was ready; see " + log);
        address.completeExceptionally(ended);
        key.completeExceptionally(ended);
    }

    URI address() {
        return address.join();
    }

    VerifierKey key() {
        return key.join();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
