package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;

/** Random histories, restarts among them, leave the intake and the model with the same answers to every question. */
class IntakeModelTest {
    private static final int IDS = 6;

    /** A call; {@code upload} and {@code number} are its arguments, as far as it has any. */
    record Step(Call call, int upload, int number) {}

    enum Call {
        CREATE,
        SET_LENGTH,
        MARK_UNVERIFIED,
        CLEAR_UNVERIFIED,
        MARK_BOOT,
        EXTEND,
        PUT_CHUNK,
        DROP_CHUNKS,
        COMPLETE,
        DISCARD,
        DONE,
        RETRY,
        DUE,
        RESTART
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Call> calls = Arbitraries.oneOf(
                Arbitraries.of(Call.class), Arbitraries.of(Call.CREATE, Call.COMPLETE, Call.RETRY, Call.DUE));
        return Combinators.combine(
                        calls,
                        Arbitraries.integers().between(0, IDS - 1),
                        Arbitraries.integers().between(0, 5))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void behavesAsTheModel(@ForAll("histories") List<Step> history) throws IOException {
        Path directory = Files.createTempDirectory("intake-model");
        RocksIntake intake = new RocksIntake(directory);
        IntakeModel model = new IntakeModel();
        try {
            intake.start();
            for (Step step : history) {
                if (step.call() == Call.RESTART) {
                    intake.close();
                    intake = new RocksIntake(directory);
                    intake.start();
                    model.restart();
                } else {
                    assertThat(outcome(step, intake.sessions(), intake.landings()))
                            .as("%s", step)
                            .isEqualTo(outcome(step, model, model));
                }
                compare(intake, model);
            }
        } finally {
            intake.close();
            delete(directory);
        }
    }

    /** What the call returned, or the kind of exception it threw. */
    private static Object outcome(Step step, UploadSessions sessions, Landings landings) throws IOException {
        try {
            return call(step, sessions, landings);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return e.getClass();
        }
    }

    private static Object call(Step step, UploadSessions sessions, Landings landings) throws IOException {
        RecordingId id = Uploads.id(step.upload());
        int number = step.number();
        switch (step.call()) {
            case CREATE -> sessions.create(Uploads.session(step.upload()));
            case SET_LENGTH -> sessions.setLength(id, size(number));
            case MARK_UNVERIFIED -> sessions.markUnverified(id, OptionalLong.of(number));
            case CLEAR_UNVERIFIED -> sessions.markUnverified(id, OptionalLong.empty());
            case MARK_BOOT -> sessions.markBoot(id, "boot-" + number);
            case EXTEND -> sessions.extend(id, Uploads.NOON.plusSeconds(1800L * number));
            case PUT_CHUNK -> sessions.putChunk(id, number, Uploads.digest(number));
            case DROP_CHUNKS -> sessions.dropChunks(id, number);
            case COMPLETE -> {
                long size = sessions.find(id)
                        .map(UploadSession::length)
                        .orElse(OptionalLong.empty())
                        .orElse(size(number));
                OptionalLong offset = number % 2 == 0 ? OptionalLong.empty() : OptionalLong.of(-number * (1L << 55));
                return sessions.complete(id, size, Uploads.digests(size), Uploads.NOON.plusNanos(number), offset);
            }
            case DISCARD -> {
                return sessions.discard(id);
            }
            case DONE -> landings.done(step.upload());
            case RETRY ->
                landings.retry(step.upload(), number + 1, Uploads.NOON.plusSeconds(60L * number), "disk full");
            case DUE -> {
                return landings.due(Uploads.NOON.plusSeconds(60L * number), 1 + step.upload());
            }
            case RESTART -> throw new AssertionError();
        }
        return "done";
    }

    private static long size(int number) {
        return number * (ChunkChain.CHUNK_BYTES / 2L);
    }

    private static void compare(RocksIntake intake, IntakeModel model) throws IOException {
        UploadSessions sessions = intake.sessions();
        Landings landings = intake.landings();
        for (int i = 0; i < IDS; i++) {
            RecordingId id = Uploads.id(i);
            assertThat(sessions.find(id)).isEqualTo(model.find(id));
            assertThat(sessions.chunks(id)).isEqualTo(model.chunks(id));
            assertThat(sessions.landing(id)).isEqualTo(model.landing(id));
            assertThat(landings.attempts(i)).isEqualTo(model.attempts(i));
            assertThat(landings.read(i, 2)).isEqualTo(model.read(i, 2));
        }
        for (String camera : List.of("c-1", "c-10", "c")) {
            assertThat(sessions.openUploads("agency", camera)).isEqualTo(model.openUploads("agency", camera));
            assertThat(sessions.openSessions("agency", camera)).isEqualTo(model.openSessions("agency", camera));
        }
        assertThat(sessions.openUploads()).isEqualTo(model.openUploads());
        assertThat(sessions.expired(Uploads.NOON.plusSeconds(3600), 3))
                .isEqualTo(model.expired(Uploads.NOON.plusSeconds(3600), 3));
        assertThat(landings.end()).isEqualTo(model.end());
        assertThat(landings.backlog()).isEqualTo(model.backlog());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
