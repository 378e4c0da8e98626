package org.unbroken.ingest.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;

/** The folder of {@link FolderEnds} as a test sees it: it lands recordings there and looks what became of them. */
final class SharedFolder implements AutoCloseable {
    private static final int CAMERAS = 5;

    private final Path root;
    private final FolderLandings landings;
    private final LocalStagingArea staging;
    private final List<RecordingId> landed = new ArrayList<>();

    SharedFolder(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("gate"));
        Files.createDirectories(root.resolve("facts"));
        landings = new FolderLandings(root);
        landings.start();
        staging = new LocalStagingArea(root, new LocalDisk());
        staging.start();
    }

    Path root() {
        return root;
    }

    FolderLandings landings() {
        return landings;
    }

    List<RecordingId> landed() {
        return List.copyOf(landed);
    }

    @Override
    public void close() throws IOException {
        staging.close();
    }

    void land(int count) throws IOException {
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

    void openGate(int from, int to) throws IOException {
        for (RecordingId id : landed.subList(from, to)) {
            Files.write(root.resolve("gate").resolve(id.value()), new byte[0]);
        }
    }

    long sealed() throws IOException {
        try (Stream<Path> facts = Files.list(root.resolve("facts"))) {
            return facts.filter(fact -> fact.toString().endsWith(".sealed")).count();
        }
    }

    void forgetReads() throws IOException {
        try (Stream<Path> reads = Files.list(root.resolve("reads"))) {
            for (Path read : reads.toList()) {
                Files.delete(read);
            }
        }
    }

    long smallestRead() throws IOException {
        try (Stream<Path> reads = Files.list(root.resolve("reads"))) {
            return reads.mapToLong(read -> Long.parseLong(read.getFileName().toString()))
                    .min()
                    .orElse(-1);
        }
    }

    /** Two more, since the first may have been under way. */
    void awaitNewCheckpoint(Path checkpoints) throws Exception {
        List<Path> before = new ArrayList<>();
        for (int more = 0; more < 2; more++) {
            before.addAll(complete(checkpoints));
            await("a new checkpoint", () -> !before.containsAll(complete(checkpoints)));
        }
    }

    List<Path> complete(Path checkpoints) throws IOException {
        if (!Files.exists(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> all = Files.find(checkpoints, 4, (path, facts) -> path.endsWith("_metadata"))) {
            return all.toList();
        } catch (java.io.UncheckedIOException removedMeanwhile) {
            return List.of();
        }
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
