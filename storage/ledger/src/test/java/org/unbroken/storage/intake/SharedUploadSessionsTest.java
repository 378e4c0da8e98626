package org.unbroken.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.shared.SharedDocument;

class SharedUploadSessionsTest {
    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final List<Landing> published = new ArrayList<>();
    private boolean queueIsAway;
    private int attempts;
    private long nanos;
    private Instant now = Uploads.NOON;
    private final SharedUploadSessions sessions = gateway(1);

    private SharedUploadSessions gateway(int number) {
        return new SharedUploadSessions(
                documents,
                landing -> {
                    attempts++;
                    if (queueIsAway) {
                        throw new IOException("away");
                    }
                    published.add(landing);
                },
                "gateway-" + number,
                Uploads.AGAIN,
                () -> now,
                new Random(number),
                () -> nanos);
    }

    private Landing complete(UploadSessions at, int number) throws IOException {
        return at.complete(Uploads.id(number), 5, Uploads.digests(5), Uploads.NOON, OptionalLong.empty());
    }

    /** A quarter of a tebibyte: 32,768 digests. */
    @Test
    void eachChangeOfAVeryLongUploadRewritesLittle() throws IOException {
        int chunks = 32_768;
        int recorded = 2_100;
        sessions.create(Uploads.session(1));
        for (int i = 0; i < recorded; i++) {
            sessions.putChunk(Uploads.id(1), i, Uploads.digest(i));
        }
        assertThat(longest()).isLessThan(64 << 10);
        sessions.dropChunks(Uploads.id(1), 1_500);
        assertThat(sessions.chunks(Uploads.id(1))).hasSize(1_500);
        for (int i = 1_500; i < recorded; i++) {
            sessions.putChunk(Uploads.id(1), i, Uploads.digest(i));
        }
        long size = chunks * (long) ChunkChain.CHUNK_BYTES - 1;
        Landing landing =
                sessions.complete(Uploads.id(1), size, Uploads.digests(size), Uploads.NOON, OptionalLong.empty());
        assertThat(longest()).isLessThan(64 << 10);
        assertThat(gateway(2).landing(Uploads.id(1))).hasValue(landing);
        assertThat(landing.chunks()).isEqualTo(Uploads.digests(size));
    }

    private int longest() throws IOException {
        int longest = 0;
        try (Stream<String> names = documents.list("")) {
            for (String name : names.toList()) {
                longest = Math.max(longest, documents.find(name).orElseThrow().bytes().length);
            }
        }
        return longest;
    }

    @Test
    void aQueueThatIsAwayIsToldLaterAndByAnyGateway() throws IOException {
        for (int i = 1; i <= 3; i++) {
            sessions.create(Uploads.session(i));
        }
        queueIsAway = true;
        for (int i = 1; i <= 3; i++) {
            int number = i;
            assertThatThrownBy(() -> complete(sessions, number)).isInstanceOf(LandingUnpublishedException.class);
        }
        assertThat(attempts)
                .as("the others do not wait for what has just failed")
                .isEqualTo(1);
        assertThat(sessions.unpublished()).isEqualTo(3);
        assertThatThrownBy(() -> sessions.landing(Uploads.id(1))).isInstanceOf(LandingUnpublishedException.class);
        assertThat(sessions.openUploads("agency", "c-1"))
                .as("it holds no camera up")
                .isZero();
        assertThat(sessions.discard(Uploads.id(2))).isFalse();

        SharedUploadSessions other = gateway(2);
        assertThat(other.republish(10)).isEqualTo(3);
        assertThat(other.unpublished()).isEqualTo(3);

        queueIsAway = false;
        nanos += 6_000_000_000L;
        assertThat(other.republish(10)).isZero();
        assertThat(published).hasSize(3);
        assertThat(sessions.landing(Uploads.id(3))).isPresent();
        assertThat(sessions.republish(10)).isZero();
        assertThat(sessions.unpublished()).isZero();
        assertThat(published).as("told once, since nothing failed after").hasSize(3);
    }

    @Test
    void whatTheQueueLostIsAnnouncedAgainUntilItIsSealed() throws IOException {
        Set<RecordingId> sealed = new HashSet<>();
        for (int i = 1; i <= 3; i++) {
            sessions.create(Uploads.session(i));
            complete(sessions, i);
        }
        published.clear();
        sealed.add(Uploads.id(2));

        now = now.plus(Uploads.AGAIN);
        assertThat(sessions.announceAgain(sealed::contains, 10))
                .as("not yet its hour")
                .isZero();
        now = now.plus(Duration.ofHours(1));
        queueIsAway = true;
        assertThatThrownBy(() -> sessions.announceAgain(sealed::contains, 10))
                .isInstanceOf(LandingUnpublishedException.class);
        queueIsAway = false;
        nanos += 6_000_000_000L;
        assertThat(gateway(2).announceAgain(sealed::contains, 10)).isEqualTo(2);
        assertThat(published).extracting(Landing::recording).containsExactly(Uploads.id(1), Uploads.id(3));
        assertThat(sessions.announceAgain(sealed::contains, 10)).isZero();

        sealed.add(Uploads.id(1));
        now = now.plus(Uploads.AGAIN).plus(Duration.ofHours(1));
        assertThat(sessions.announceAgain(sealed::contains, 10)).isEqualTo(1);
        sealed.add(Uploads.id(3));
        now = now.plus(Uploads.AGAIN).plus(Duration.ofHours(1));
        assertThat(sessions.announceAgain(sealed::contains, 10)).isZero();
        try (Stream<String> left = documents.list("announced/")) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void ofAnEmptiedQueueAllIsAnnouncedAgainHoweverLateItCame() throws IOException {
        Set<RecordingId> sealed = new HashSet<>(Set.of(Uploads.id(2)));
        for (int i = 1; i <= 3; i++) {
            sessions.create(Uploads.session(i));
            complete(sessions, i);
        }
        sessions.create(Uploads.session(4)); // under way
        published.clear();
        assertThat(gateway(2).announceAllAgain(sealed::contains, new HashSet<>()))
                .isEqualTo(2);
        assertThat(published).extracting(Landing::recording).containsExactlyInAnyOrder(Uploads.id(1), Uploads.id(3));
        assertThat(sessions.announceAllAgain(sealed::contains, new HashSet<>()))
                .as("not noted: it does no harm")
                .isEqualTo(2);
        now = now.plus(Uploads.AGAIN).plus(Duration.ofHours(1));
        assertThat(sessions.announceAgain(sealed::contains, 10))
                .as("nor forgotten")
                .isEqualTo(2);
    }

    @Test
    void oneSessionThatCannotBeReadDoesNotStandInTheOthersWay() throws IOException {
        for (int i = 1; i <= 3; i++) {
            sessions.create(Uploads.session(i));
            complete(sessions, i);
        }
        published.clear();
        SharedDocument torn =
                documents.find(SessionDocument.name(Uploads.id(2))).orElseThrow();
        byte[] good = torn.bytes();
        torn = documents.replace(torn, new byte[] {'{'});
        Set<RecordingId> done = new HashSet<>();

        assertThatThrownBy(() -> gateway(2).announceAllAgain(id -> false, done))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Uploads.id(2).value());
        assertThat(published).extracting(Landing::recording).containsExactlyInAnyOrder(Uploads.id(1), Uploads.id(3));
        assertThatThrownBy(() -> gateway(2).announceAllAgain(id -> false, done)).isInstanceOf(IOException.class);
        assertThat(published).as("nor are they announced again each time").hasSize(2);

        documents.replace(torn, good);
        assertThat(gateway(2).announceAllAgain(id -> false, done)).isOne();
    }

    @Test
    void anyNumberOfSessionsThatCannotBeReadDoNotStandInTheOthersWay() throws IOException {
        for (int i = 1; i <= 25; i++) {
            sessions.create(Uploads.session(i));
            complete(sessions, i);
        }
        published.clear();
        for (int i = 1; i <= 24; i++) {
            SharedDocument good =
                    documents.find(SessionDocument.name(Uploads.id(i))).orElseThrow();
            documents.replace(good, new byte[] {'{'});
        }
        documents.create("announced/2000010100/not-a-recording", new byte[] {'{', '}'});

        assertThatThrownBy(() -> gateway(2).announceAllAgain(id -> false, new HashSet<>()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("24 could not be");
        assertThat(published).extracting(Landing::recording).containsExactly(Uploads.id(25));
        now = now.plus(Uploads.AGAIN).plus(Duration.ofHours(1));
        assertThatThrownBy(() -> gateway(2).announceAgain(id -> false, 10)).isInstanceOf(IOException.class);
        assertThat(published).extracting(Landing::recording).containsExactly(Uploads.id(25), Uploads.id(25));
    }

    @Test
    void anEntryWithoutItsSessionIsClearedAwayOnceItIsOld() throws IOException {
        new OpenIndex(documents).enter(Uploads.session(1));
        assertThat(sessions.openUploads("agency", "c-10")).isEqualTo(1);
        assertThat(sessions.expired(Uploads.NOON.plusSeconds(7200), 5)).isEmpty();
        assertThat(sessions.openUploads("agency", "c-10")).isZero();
    }

    @Test
    void refusesADigestThatContradictsARecordedOne() throws IOException {
        sessions.create(Uploads.session(1));
        sessions.putChunk(Uploads.id(1), 0, Uploads.digest(0));
        sessions.putChunk(Uploads.id(1), 0, Uploads.digest(0));
        assertThatThrownBy(() -> sessions.putChunk(Uploads.id(1), 0, Uploads.digest(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sessions.complete(
                        Uploads.id(1), 5, List.of(Uploads.digest(3)), Uploads.NOON, OptionalLong.empty()))
                .isInstanceOf(IllegalStateException.class);
    }
}
