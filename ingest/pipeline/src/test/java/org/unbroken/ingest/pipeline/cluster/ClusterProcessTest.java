package org.unbroken.ingest.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;

/** A JobManager and two TaskManagers as processes of their own, killed at the worst of times. */
class ClusterProcessTest {
    @TempDir
    Path dir;

    private final List<Process> processes = new ArrayList<>();
    private SharedFolder shared;
    private int jobManagerPort;

    @BeforeEach
    void open() throws IOException {
        shared = new SharedFolder(dir.resolve("shared"));
        try (ServerSocket free = new ServerSocket(0)) {
            jobManagerPort = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        shared.close();
    }

    @Test
    void everyLandingIsSealedOnceThoughProcessesAreKilled() throws Exception {
        Process jobManager = start("jm", new FlinkRole.JobManager());
        Process first = start("tm1", taskManager("tm1"));
        start("tm2", taskManager("tm2"));
        shared.land(20);
        shared.openGate(0, 5);
        await("five are sealed", () -> shared.sealed() == 5);
        shared.awaitNewCheckpoint(checkpoints());

        first.destroyForcibly().waitFor();
        shared.openGate(5, 10);
        await("ten are sealed after a TaskManager was killed", () -> shared.sealed() == 10);
        start("tm3", taskManager("tm3"));
        shared.awaitNewCheckpoint(checkpoints());

        jobManager.destroyForcibly().waitFor();
        shared.forgetReads();
        shared.land(5);
        shared.openGate(10, 25);
        start("jm", new FlinkRole.JobManager());
        await(
                "all are sealed after the JobManager was killed",
                () -> shared.sealed() == 25 && shared.landings().backlog() == 0);

        assertThat(shared.smallestRead()).as("it went on from a checkpoint").isGreaterThanOrEqualTo(20);
        for (RecordingId id : shared.landed()) {
            assertThat(shared.root().resolve("facts").resolve(id + ".received")).exists();
        }
        assertThat(shared.landings().count("facts"))
                .isEqualTo(2L * shared.landed().size());
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
                List.of(shared.root().toString(), checkpoints().toUri().toString(), "2")));
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

    private void await(String what, Callable<Boolean> condition) throws Exception {
        try {
            shared.await(what, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + logs(), e);
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
