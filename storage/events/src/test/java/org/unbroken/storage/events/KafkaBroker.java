package org.unbroken.storage.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.unbroken.storage.events.broker.BrokerFiles;

/**
 * A real Kafka broker as a child process, from the test class path, on loopback. It can be stopped, killed and started
 * again on the same data and ports.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int HEAP_MEGABYTES = 256;
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static KafkaBroker shared;

    private final BrokerFiles files;
    private Process process;

    private KafkaBroker(Path directory) throws IOException {
        List<Integer> ports = freePorts(2);
        this.files = new BrokerFiles(directory, ports.get(0), ports.get(1), Optional.empty());
    }

    /** The one of this JVM: started when first asked for, or when a test left it stopped, and gone with the JVM. */
    public static synchronized KafkaBroker shared() {
        try {
            if (shared == null) {
                shared = create(Files.createTempDirectory("kafka"));
                Runtime.getRuntime().addShutdownHook(new Thread(shared::remove));
            }
            shared.start();
            return shared;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of a test's own, not started yet. */
    public static KafkaBroker create(Path directory) throws IOException {
        return new KafkaBroker(directory);
    }

    public String bootstrapServers() {
        return files.bootstrapServers();
    }

    /** One copy, four partitions, and topics of a test's own. */
    public KafkaSettings settings() {
        return KafkaSettings.of(List.of(bootstrapServers()))
                .withTopicPrefix("test" + PREFIXES.incrementAndGet() + "-"
                        + ProcessHandle.current().pid() + "-")
                .withPartitions(4)
                .withReplicationFactor(1);
    }

    /** Returns once the broker answers; at once when it runs. */
    public synchronized void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        files.write();
        if (!files.isFormatted()) {
            Process format = java(files.formatArguments());
            waitFor(format, START);
            if (format.exitValue() != 0) {
                throw new IOException("formatting Kafka's folder failed:\n" + log());
            }
        }
        process = java(files.serverArguments(HEAP_MEGABYTES));
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Kafka did not start:\n" + log());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** In order, as an operator does. */
    public synchronized void stop() throws IOException {
        process.destroy();
        waitFor(process, Duration.ofSeconds(60));
    }

    /** With SIGKILL. */
    public synchronized void kill() throws IOException {
        process.destroyForcibly();
        waitFor(process, Duration.ofSeconds(60));
    }

    /** With SIGSTOP: connections stay open and nothing answers. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        waitFor(kill, Duration.ofSeconds(10));
        if (kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
    }

    /** The last lines that it printed. */
    public String log() throws IOException {
        Path file = logFile();
        if (!Files.exists(file)) {
            return "(nothing printed)";
        }
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private Path logFile() {
        return files.directory().resolve("kafka.log");
    }

    private Process java(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(files.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), files.clientPort()), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void waitFor(Process process, Duration limit) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("process " + process.pid() + " did not end within " + limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    /** Held open together, so that they differ. Somebody else may take one before the broker does: rare, and seen. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    private void remove() {
        try {
            close();
            try (Stream<Path> tree = Files.walk(files.directory())) {
                for (Path path :
                        tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            System.err.println("left behind: " + files.directory() + ": " + e);
        }
    }
}
