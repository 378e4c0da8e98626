package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.ChunkChain;

class RocksIntakeTest {
    @TempDir
    Path directory;

    private RocksIntake intake;

    @BeforeEach
    void start() throws IOException {
        intake = new RocksIntake(directory.resolve("state/intake"));
        intake.start();
    }

    @AfterEach
    void stop() throws IOException {
        intake.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private Landing land(int number) throws IOException {
        intake.sessions().create(Uploads.session(number));
        return complete(number, 5);
    }

    private Landing complete(int number, long size) throws IOException {
        return intake.sessions()
                .complete(Uploads.id(number), size, Uploads.digests(size), Uploads.NOON, OptionalLong.of(-3));
    }

    @Test
    void completingTwiceGivesTheSameLandingAlsoAfterARestart() throws IOException {
        Landing first = land(1);
        assertThat(complete(1, 5)).isEqualTo(first);
        restart();
        assertThat(complete(1, 5)).isEqualTo(first);
        assertThat(intake.landings().end()).isEqualTo(1);
        assertThat(intake.landings().read(0, 10)).containsExactly(first);
    }

    @Test
    void aCompletedUploadIsStillFoundAndItsIdStaysTaken() throws IOException {
        Landing landing = land(1);
        intake.landings().done(landing.sequence());
        assertThat(intake.sessions().find(Uploads.id(1))).hasValue(Uploads.session(1));
        assertThat(intake.sessions().landing(Uploads.id(1))).hasValue(landing);
        assertThat(intake.sessions().discard(Uploads.id(1))).isFalse();
        assertThatThrownBy(() -> intake.sessions().create(Uploads.session(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> intake.sessions().putChunk(Uploads.id(1), 0, Uploads.digest(0)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesTwentyGigabytes() throws IOException {
        long size = 2600L * ChunkChain.CHUNK_BYTES;
        intake.sessions().create(Uploads.session(1));
        for (int i = 0; i < 2600; i++) {
            intake.sessions().putChunk(Uploads.id(1), i, Uploads.digest(i));
        }
        restart();
        assertThat(intake.sessions().chunks(Uploads.id(1))).isEqualTo(Uploads.digests(size));
        Landing landing = complete(1, size);
        restart();
        assertThat(intake.sessions().landing(Uploads.id(1))).hasValue(landing);
        assertThat(intake.sessions().chunks(Uploads.id(1))).isEmpty();
    }

    @Test
    void refusesALandingThatContradictsItself() throws IOException {
        intake.sessions().create(Uploads.session(1, OptionalLong.of(5)));
        assertThatThrownBy(() -> complete(1, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        intake.sessions().complete(Uploads.id(1), 5, List.of(), Uploads.NOON, OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(intake.sessions().openUploads()).isEqualTo(1);
        assertThat(complete(1, 5).sequence()).isZero();
    }

    @Test
    void aRetryHandedOutBeforeARestartIsHandedOutAgainAfterIt() throws IOException {
        Landing landing = land(1);
        intake.landings().retry(0, 4, Uploads.NOON, "disk full");
        assertThat(intake.landings().due(Uploads.NOON.minusNanos(1), 10)).isEmpty();
        assertThat(intake.landings().due(Uploads.NOON, 10)).containsExactly(new Landings.Retry(landing, 4));
        assertThat(intake.landings().due(Uploads.NOON, 10)).isEmpty();
        restart();
        assertThat(intake.landings().due(Uploads.NOON, 10)).containsExactly(new Landings.Retry(landing, 4));
        intake.landings().retry(0, 5, Uploads.NOON.plusSeconds(1), "disk full");
        assertThat(intake.landings().due(Uploads.NOON, 10)).isEmpty();
        assertThat(intake.landings().due(Uploads.NOON.plusSeconds(1), 10))
                .containsExactly(new Landings.Retry(landing, 5));
        intake.landings().done(0);
        restart();
        assertThat(intake.landings().due(Uploads.NOON.plusSeconds(9), 10)).isEmpty();
        intake.landings().retry(0, 6, Uploads.NOON, "a replayed failure");
        assertThat(intake.landings().due(Uploads.NOON.plusSeconds(9), 10)).isEmpty();
    }

    @Test
    void aFailingListenerHarmsNeitherTheLandingNorTheOthers() throws IOException {
        AtomicInteger called = new AtomicInteger();
        List<Long> seen = new ArrayList<>();
        intake.landings().onAppend(() -> {
            throw new IllegalStateException("listener");
        });
        intake.landings().onAppend(called::incrementAndGet);
        intake.landings().onAppend(() -> seen.add(backlog()));
        assertThat(land(1).sequence()).isZero();
        complete(1, 5);
        assertThat(called).hasValue(1);
        assertThat(seen).as("the landing is there when the listener is called").containsExactly(1L);
    }

    private long backlog() {
        try {
            return intake.landings().backlog();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void manyAtOnceGetNumbersWithoutHolesAndEachUploadOne() throws Exception {
        int uploads = 200;
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Landing>> work = new ArrayList<>();
            for (int i = 0; i < uploads; i++) {
                int number = i;
                intake.sessions().create(Uploads.session(number));
                work.add(() -> complete(number, 5));
                work.add(() -> complete(number, 5));
            }
            List<Landing> landings = new ArrayList<>();
            for (Future<Landing> done : pool.invokeAll(work)) {
                landings.add(done.get());
            }
            assertThat(landings.stream().distinct()).hasSize(uploads);
            assertThat(intake.landings().read(0, Integer.MAX_VALUE).stream().map(Landing::sequence))
                    .containsExactlyElementsOf(
                            LongStream.range(0, uploads).boxed().toList());
            assertThat(intake.sessions().openUploads()).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void afterCloseCallsFailAndNothingCrashes() throws IOException {
        UploadSessions sessions = intake.sessions();
        intake.close();
        assertThatThrownBy(() -> sessions.find(Uploads.id(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sessions.create(Uploads.session(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(new RocksIntake(directory)::sessions).isInstanceOf(IllegalStateException.class);
    }
}
