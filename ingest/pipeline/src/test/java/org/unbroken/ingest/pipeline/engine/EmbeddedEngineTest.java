package org.unbroken.ingest.pipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.ingest.pipeline.source.SequenceSource;

/** The engine's promise: a job goes on after its last checkpoint, and where that is lost, from its beginning. */
class EmbeddedEngineTest {
    private static final BlockingQueue<Long> SEEN = new LinkedBlockingQueue<>();
    private static final AtomicReference<Numbers> NUMBERS = new AtomicReference<>();

    @TempDir
    Path dir;

    @BeforeEach
    void empty() {
        SEEN.clear();
        NUMBERS.set(new Numbers(100));
    }

    @Test
    void goesOnAfterItsLastCheckpoint() throws Exception {
        runUntilCheckpointCovers(100);
        NUMBERS.get().grow(150);
        try (EmbeddedEngine engine = started()) {
            assertThat(take(50))
                    .containsExactlyElementsOf(
                            LongStream.range(100, 150).boxed().toList());
            assertThat(engine.problems()).isEmpty();
        }
    }

    @Test
    void startsAnewWhenTheNewestCheckpointIsCutOff() throws Exception {
        runUntilCheckpointCovers(100);
        for (Path metadata : metadata()) {
            byte[] whole = Files.readAllBytes(metadata);
            Files.write(metadata, java.util.Arrays.copyOf(whole, whole.length / 2));
        }
        try (EmbeddedEngine engine = started()) {
            assertThat(take(100))
                    .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
            assertThat(engine.problems()).isEmpty();
        }
    }

    @Test
    void startsAnewWhenTheJobCannotTakeItsStateUp() throws Exception {
        runUntilCheckpointCovers(100);
        for (int start = 0; start < 2; start++) {
            // The first time it is refused and starts anew; the second time it resumes what it did then.
            try (EmbeddedEngine engine = new EmbeddedEngine(new EngineSettings(dir, Duration.ofMillis(100)))) {
                engine.start();
                engine.submit("numbers", env -> job(env, "renamed"));
                if (start == 0) {
                    assertThat(take(100))
                            .containsExactlyElementsOf(
                                    LongStream.range(0, 100).boxed().toList());
                    awaitCheckpoint(newest() + 2);
                } else {
                    NUMBERS.get().grow(101);
                    assertThat(take(1)).containsExactly(100L);
                }
                assertThat(engine.problems()).isEmpty();
            }
        }
    }

    @Test
    void feelsAnAppendWithoutWaitingForAPoll() throws Exception {
        try (EmbeddedEngine engine = started()) {
            take(100);
            NUMBERS.get().grow(101);
            assertThat(take(1)).containsExactly(100L);
            assertThat(engine.problems()).isEmpty();
        }
    }

    private EmbeddedEngine started() throws Exception {
        EmbeddedEngine engine = new EmbeddedEngine(new EngineSettings(dir, Duration.ofMillis(100)));
        engine.start();
        engine.submit("numbers", env -> job(env, "numbers"));
        return engine;
    }

    /** Runs the job over all numbers and stops once a checkpoint made after the last of them is complete. */
    private void runUntilCheckpointCovers(int count) throws Exception {
        EmbeddedEngine engine = started();
        take(count);
        long covered = newest() + 2;
        awaitCheckpoint(covered);
        engine.close();
        SEEN.clear();
    }

    private void awaitCheckpoint(long number) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (newest() < number) {
            assertThat(System.nanoTime())
                    .as("no checkpoint " + number + " within two minutes")
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private long newest() throws IOException {
        return metadata().stream()
                .mapToLong(path ->
                        Long.parseLong(path.getParent().getFileName().toString().substring("chk-".length())))
                .max()
                .orElse(0);
    }

    /** Walks the tree of a live job, and so looks again when a checkpoint is removed meanwhile. */
    private List<Path> metadata() throws IOException {
        if (!Files.exists(dir.resolve("checkpoints"))) {
            return List.of();
        }
        while (true) {
            try (Stream<Path> all = Files.walk(dir.resolve("checkpoints"))) {
                return all.filter(path -> path.endsWith("_metadata")).toList();
            } catch (java.io.UncheckedIOException removedMeanwhile) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<Long> take(int count) throws InterruptedException {
        List<Long> taken = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            Long number = SEEN.poll(2, TimeUnit.MINUTES);
            assertThat(number).as("after " + taken.size() + " numbers").isNotNull();
            taken.add(number);
        }
        return taken;
    }

    private static void job(StreamExecutionEnvironment env, String uid) {
        env.fromSource(
                        new SequenceSource<Long>(() -> NUMBERS.get()),
                        WatermarkStrategy.noWatermarks(),
                        "numbers",
                        Types.LONG)
                .uid(uid)
                .setParallelism(1)
                .sinkTo(new Seen())
                .uid("seen")
                .setParallelism(1);
    }

    private static final class Numbers implements Feed<Long> {
        private volatile long end;
        private volatile Runnable callback = () -> {};

        Numbers(long end) {
            this.end = end;
        }

        void grow(long to) {
            end = to;
            callback.run();
        }

        @Override
        public Batch<Long> read(long from, int max) {
            long to = Math.min(end, from + max);
            return new Batch<>(
                    LongStream.range(from, to)
                            .mapToObj(number -> new Numbered<>(number, number))
                            .toList(),
                    Math.max(from, to));
        }

        @Override
        public List<Long> due(int max) {
            return List.of();
        }

        @Override
        public void subscribe(Runnable runnable) {
            callback = runnable;
        }

        @Override
        public void unsubscribe(Runnable runnable) {
            callback = () -> {};
        }
    }

    private static final class Seen implements Sink<Long> {
        @Override
        public SinkWriter<Long> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(Long number, Context at) {
                    SEEN.add(number);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
