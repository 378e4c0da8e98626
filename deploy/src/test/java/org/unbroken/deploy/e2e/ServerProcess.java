package org.unbroken.deploy.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.unbroken.deploy.Unbroken;

/**
 * A {@code serve} in a process of its own, which can be killed. Its log lies in {@code target/e2e}, and outlives a test
 * that fails.
 */
final class ServerProcess implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Process process;
    private final Path log;
    private final CompletableFuture<List<URI>> addresses = new CompletableFuture<>();

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and does not wait. Settings as in the configuration file. */
    static ServerProcess launch(Path data, Map<String, String> settings) throws IOException {
        return launch(data, settings, Map.of());
    }

    private static ServerProcess launch(Path data, Map<String, String> settings, Map<String, String> environment)
            throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "e2e"));
        String name = "serve-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + " = " + value));
        Path config = Files.write(logs.resolve(name + ".properties"), lines);
        Path log = logs.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                Unbroken.class.getName()));
        command.addAll(List.of("serve", "--config", config.toString(), "--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // By the environment: as an argument it can be too long.
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().putAll(environment);
        builder.redirectError(log.toFile());
        Process process = builder.start();
        // A build that is broken off leaves no servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        ServerProcess server = new ServerProcess(process, log);
        Thread reader = new Thread(server::read, name);
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    static ServerProcess start(Path data, Map<String, String> settings) throws Exception {
        return start(data, settings, Map.of());
    }

    /** With these variables too. */
    static ServerProcess start(Path data, Map<String, String> settings, Map<String, String> environment)
            throws Exception {
        ServerProcess server = launch(data, settings, environment);
        server.awaitReady();
        return server;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    /** Small reserve and free ports; what a test gives wins. */
    static Map<String, String> settings(String... keysAndValues) {
        Map<String, String> settings = new java.util.TreeMap<>(Map.of(
                "upload.port", "0",
                "console.port", "0",
                "staging.reserve", "64MiB"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }

    /**
     * A port to be used again after a restart, so that clients find the server where it was. Below the range from which
     * the system takes ports for connections, so that nobody takes it meanwhile.
     */
    static int lastingPort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (java.net.BindException taken) {
                // The next one, then.
            }
        }
        throw new IOException("no port is free");
    }

    private void read() {
        List<URI> found = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("upload ") || line.startsWith("console ")) {
                    found.add(URI.create(line.substring(line.indexOf(' ') + 1)));
                }
                if (found.size() == 2) {
                    addresses.complete(List.copyOf(found));
                }
            }
        } catch (IOException e) {
            addresses.completeExceptionally(e);
        }
        addresses.completeExceptionally(new IOException("the server ended before it was ready; see " + log));
    }

    void awaitReady() throws Exception {
        addresses.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean isReady() {
        return addresses.isDone() && !addresses.isCompletedExceptionally();
    }

    URI upload() {
        return addresses.join().get(0);
    }

    URI console() {
        return addresses.join().get(1);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** The exit code of a server that ends by itself. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not end; see " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
