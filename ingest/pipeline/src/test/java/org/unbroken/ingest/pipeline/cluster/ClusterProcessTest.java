package org.unbroken.ingest.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;

/** A JobManager and two TaskManagers as processes of their own, killed at the worst of times. */
class ClusterProcessTest {
    private static final int CAMERAS = 5;

    @TempDir
    Path dir;

    private final List<Process> processes = new ArrayList<>();
    private final List<RecordingId> landed = new ArrayList<>();
    private Path root;
    private FolderLandings landings;
    private LocalStagingArea staging;
    private int jobManagerPort;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectories(dir.resolve("shared"));
        Files.createDirectories(root.resolve("gate"));
        Files.createDirectories(root.resolve("facts"));
        landings = new FolderLandings(root);
        landings.start();
        staging = new LocalStagingArea(root, new LocalDisk());
        staging.start();
        try (ServerSocket free = new ServerSocket(0)) {
            jobManagerPort = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        staging.close();
    }

    @Test
    void everyLandingIsSealedOnceThoughProcessesAreKilled() throws Exception {
        Process jobManager = start("jm", new FlinkRole.JobManager());
        Process first = start("tm1", taskManager("tm1"));
        start("tm2", taskManager("tm2"));
        land(20);
        openGate(0, 5);
        await("five are sealed", () -> sealed() == 5);
        awaitNewCheckpoint();

        first.destroyForcibly().waitFor();
        openGate(5, 10);
        await("ten are sealed after a TaskManager was killed", () -> sealed() == 10);
        start("tm3", taskManager("tm3"));
        awaitNewCheckpoint();

        jobManager.destroyForcibly().waitFor();
        forgetReads();
        land(5);
        openGate(10, 25);
        start("jm", new FlinkRole.JobManager());
        await("all are sealed after the JobManager was killed", () -> sealed() == 25 && landings.backlog() == 0);

        assertThat(smallestRead()).as("it went on from a checkpoint").isGreaterThanOrEqualTo(20);
        for (RecordingId id : landed) {
            assertThat(root.resolve("facts").resolve(id + ".received")).exists();
        }
        assertThat(landings.count("facts")).isEqualTo(2L * landed.size());
    }

    private static FlinkRole taskManager(String id) {
        return new FlinkRole.TaskManager(id, "127.0.0.1", 0, 0, 2);
    }

    private Process start(String name, FlinkRole role) throws IOException {
        FlinkProcess flink = new FlinkProcess(
                new FlinkProcessSettings(
                        dir.resolve(name),
                        "127.0.0.1",
                        jobManagerPort,
                        0,
                        0,
                        "127.0.0.1",
                        FlinkMemory.ofHeap(256),
                        Optional.empty(),
                        Optional.empty()),
                role);
        flink.prepare();
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flink.javaArguments(
                System.getProperty("java.class.path"),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dunbroken.test.log=INFO"),
                SealOnly.class.getName(),
                List.of(root.toString(), checkpoints().toUri().toString(), "2")));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        new File(dir.resolve(name + ".log").toString())));
        builder.environment().putAll(flink.environment());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path checkpoints() {
        return dir.resolve("checkpoints");
    }

    private void land(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int sequence = landed.size();
            RecordingId id = RecordingId.generate(Clock.systemUTC(), new SecureRandom());
            byte[] bytes = new byte[100_000 + sequence];
            try (StagedFile file = staging.create(id)) {
                file.write(0, ByteBuffer.wrap(bytes));
                file.sync(file.length());
            }
            landings.append(new Landing(
                    sequence,
                    id,
                    "default",
                    "cam-" + sequence % CAMERAS,
                    "dock-1",
                    bytes.length,
                    ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES),
                    Instant.now(),
                    OptionalLong.empty(),
                    Map.of()));
            landed.add(id);
        }
    }

    private void openGate(int from, int to) throws IOException {
        for (RecordingId id : landed.subList(from, to)) {
            Files.write(root.resolve("gate").resolve(id.value()), new byte[0]);
        }
    }

    private long sealed() throws IOException {
        try (Stream<Path> facts = Files.list(root.resolve("facts"))) {
            return facts.filter(fact -> fact.toString().endsWith(".sealed")).count();
        }
    }

    private void forgetReads() throws IOException {
        try (Stream<Path> reads = Files.list(root.resolve("reads"))) {
            for (Path read : reads.toList()) {
                Files.delete(read);
            }
        }
    }

    private long smallestRead() throws IOException {
        try (Stream<Path> reads = Files.list(root.resolve("reads"))) {
            return reads.mapToLong(read -> Long.parseLong(read.getFileName().toString()))
                    .min()
                    .orElse(-1);
        }
    }

    /** Two more, since the first may have been under way. */
    private void awaitNewCheckpoint() throws Exception {
        List<Path> before = new ArrayList<>();
        for (int more = 0; more < 2; more++) {
            before.addAll(complete());
            await("a new checkpoint", () -> !before.containsAll(complete()));
        }
    }

    private List<Path> complete() throws IOException {
        if (!Files.exists(checkpoints())) {
            return List.of();
        }
        try (Stream<Path> all = Files.find(checkpoints(), 4, (path, facts) -> path.endsWith("_metadata"))) {
            return all.toList();
        } catch (java.io.UncheckedIOException removedMeanwhile) {
            return List.of();
        }
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what + "; " + logs()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private String logs() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            StringBuilder logs = new StringBuilder();
            for (Path log : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(log);
                logs.append("\n--- ")
                        .append(log.getFileName())
                        .append('\n')
                        .append(String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())));
            }
            return logs.toString();
        }
    }
}
