package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.shared.SharedDocuments;

/** Random histories, gateways taking over among them, leave shared sessions and the model with the same answers. */
class SharedSessionsModelTest {
    private static final int IDS = 4;

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
        ANOTHER_GATEWAY
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Call> calls = Arbitraries.oneOf(
                Arbitraries.of(Call.class), Arbitraries.of(Call.CREATE, Call.PUT_CHUNK, Call.PUT_CHUNK, Call.COMPLETE));
        return Combinators.combine(
                        calls,
                        Arbitraries.integers().between(0, IDS - 1),
                        Arbitraries.integers().between(0, 5))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(80);
    }

    @Property(tries = 200)
    void behavesAsTheModel(@ForAll("histories") List<Step> history) throws IOException {
        SharedDocuments documents = new MemorySharedDocuments();
        List<Landing> published = new ArrayList<>();
        SharedUploadSessions sessions = gateway(documents, published, 0);
        IntakeModel model = new IntakeModel();
        int gateways = 1;
        for (Step step : history) {
            if (step.call() == Call.ANOTHER_GATEWAY) {
                sessions = gateway(documents, published, gateways++);
                for (int i = 0; i < IDS; i++) {
                    RecordingId id = Uploads.id(i);
                    if (model.find(id).isPresent() && model.landing(id).isEmpty()) {
                        assertThat(sessions.isHeld(id)).isFalse();
                        sessions.acquire(id);
                        assertThat(sessions.isHeld(id)).isTrue();
                    }
                }
            } else {
                assertThat(outcome(step, sessions)).as("%s", step).isEqualTo(outcome(step, model));
            }
            compare(sessions, model);
        }
        assertThat(published.stream().map(Landing::recording).distinct().count())
                .isEqualTo(model.end());
        assertThat(sessions.republish(10)).isZero();
    }

    private static SharedUploadSessions gateway(SharedDocuments documents, List<Landing> published, int number) {
        return new SharedUploadSessions(
                documents,
                published::add,
                "gateway-" + number,
                Uploads.AGAIN,
                InstantSource.fixed(Uploads.NOON),
                new Random(number));
    }

    private static Object outcome(Step step, UploadSessions sessions) throws IOException {
        try {
            return call(step, sessions);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return e.getClass();
        } catch (TakenOverException e) {
            // Said of an upload that another gateway ended; one that is unfinished is held here throughout.
            return IllegalStateException.class;
        }
    }

    private static Object call(Step step, UploadSessions sessions) throws IOException {
        RecordingId id = Uploads.id(step.upload());
        int number = step.number();
        switch (step.call()) {
            case CREATE -> sessions.create(Uploads.session(step.upload()));
            case SET_LENGTH -> sessions.setLength(id, number * (ChunkChain.CHUNK_BYTES / 2L));
            case MARK_UNVERIFIED -> sessions.markUnverified(id, OptionalLong.of(number));
            case CLEAR_UNVERIFIED -> sessions.markUnverified(id, OptionalLong.empty());
            case MARK_BOOT -> sessions.markBoot(id, "boot-" + number);
            case EXTEND -> sessions.extend(id, Uploads.NOON.plusSeconds(1800L * number));
            case PUT_CHUNK -> {
                int next = Math.min(number, sessions.chunks(id).size());
                sessions.putChunk(id, next, Uploads.digest(next));
            }
            case DROP_CHUNKS -> sessions.dropChunks(id, number);
            case COMPLETE -> {
                long least = sessions.chunks(id).size() * (long) ChunkChain.CHUNK_BYTES;
                long size = sessions.find(id)
                        .map(UploadSession::length)
                        .orElse(OptionalLong.empty())
                        .orElse(least + number);
                if (size < least) {
                    return "the gateway never does that";
                }
                OptionalLong offset = number % 2 == 0 ? OptionalLong.empty() : OptionalLong.of(-number * (1L << 55));
                return withoutSequence(
                        sessions.complete(id, size, Uploads.digests(size), Uploads.NOON.plusNanos(number), offset));
            }
            case DISCARD -> {
                return sessions.discard(id);
            }
            case ANOTHER_GATEWAY -> throw new AssertionError();
        }
        return "done";
    }

    private static Landing withoutSequence(Landing landing) {
        return new Landing(
                0,
                landing.recording(),
                landing.agency(),
                landing.camera(),
                landing.uploader(),
                landing.size(),
                landing.chunks(),
                landing.receivedAt(),
                landing.clockOffsetMicros(),
                landing.metadata());
    }

    private static void compare(SharedUploadSessions sessions, IntakeModel model) throws IOException {
        for (int i = 0; i < IDS; i++) {
            RecordingId id = Uploads.id(i);
            assertThat(sessions.find(id)).isEqualTo(model.find(id));
            assertThat(sessions.chunks(id)).isEqualTo(model.chunks(id));
            Optional<Landing> landing = model.landing(id).map(SharedSessionsModelTest::withoutSequence);
            assertThat(sessions.landing(id)).isEqualTo(landing);
        }
        for (String camera : List.of("c-1", "c-10", "c")) {
            assertThat(sessions.openUploads("agency", camera)).isEqualTo(model.openUploads("agency", camera));
            assertThat(sessions.openSessions("agency", camera)).isEqualTo(model.openSessions("agency", camera));
        }
        assertThat(sessions.expired(Uploads.NOON.plusSeconds(3600), 10))
                .isEqualTo(model.expired(Uploads.NOON.plusSeconds(3600), 10));
        assertThat(sessions.openUploads()).isEqualTo(model.openUploads());
        assertThat(sessions.unpublished()).isZero();
    }
}
