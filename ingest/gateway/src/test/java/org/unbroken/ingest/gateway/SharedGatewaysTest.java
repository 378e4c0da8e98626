package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.ingest.gateway.upload.UploadLimits;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.UploadSession;
import org.unbroken.storage.s3.MultipartUploads;
import org.unbroken.storage.s3.RadosGateway;
import org.unbroken.storage.s3.S3Settings;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.StagedUpload;
import org.unbroken.storage.worm.ObjectKey;

/** Several gateways over one object store: any of them continues any upload, and losing one loses nothing told. */
@Timeout(900) // ends what hangs, on whatever machine
@Tag("slow")
class SharedGatewaysTest {
    private static final int CHUNK = ChunkChain.CHUNK_BYTES;

    @TempDir
    Path directory;

    private static S3Settings store;

    private SharedRig rig;

    @BeforeAll
    static void start() throws IOException {
        store = RadosGateway.started().newBuckets();
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private SharedRig rig() throws IOException {
        rig = new SharedRig(store, directory, same -> same, UploadLimits.defaults());
        return rig;
    }

    private static byte[] footage(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] range(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static String checksum(byte[] bytes) {
        return "Upload-Checksum: sha256 "
                + Base64.getEncoder().encodeToString(Sha256.of(bytes).bytes());
    }

    private void landsOnceAs(String path, byte[] bytes) throws IOException {
        RecordingId id = TusCalls.id(path);
        List<Landing> landings = rig.published.stream()
                .filter(each -> each.recording().equals(id))
                .distinct()
                .toList();
        assertThat(landings).hasSize(1);
        assertThat(landings.get(0).size()).isEqualTo(bytes.length);
        assertThat(landings.get(0).chunks()).isEqualTo(ChunkDigester.digest(ByteBuffer.wrap(bytes), CHUNK));
        assertThat(rig.stowed(id, bytes.length)).isEqualTo(bytes);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({"8389608, false", "8389608, true"})
    void anotherGatewayContinuesWithinAPart(int offset, boolean checked) throws IOException {
        anotherGatewayContinuesAtWhateverOffset(offset, checked);
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "8388608, false", "16777216, false", "0, false"})
    void anotherGatewayContinuesAtWhateverOffset(int offset, boolean checked) throws IOException {
        SharedRig two = rig();
        byte[] bytes = footage(2 * CHUNK + 4321);
        String path = two.a.calls().create(bytes.length);
        if (offset > 0) {
            byte[] first = Arrays.copyOf(bytes, offset);
            String[] more = checked ? new String[] {checksum(first)} : new String[0];
            assertThat(two.a.calls().patch(path, 0, first, more).offset()).isEqualTo(offset);
        }
        assertThat(two.b.calls().head(path).offset()).isEqualTo(offset);
        assertThat(two.b
                        .calls()
                        .patch(path, offset, range(bytes, offset, CHUNK * 2))
                        .offset())
                .isEqualTo(CHUNK * 2);
        // And back again, without a question first.
        assertThat(two.a
                        .calls()
                        .patch(path, CHUNK * 2, range(bytes, CHUNK * 2, bytes.length))
                        .offset())
                .isEqualTo(bytes.length);
        assertThat(two.b.calls().head(path).header("Unbroken-State")).isEqualTo("landed");
        landsOnceAs(path, bytes);
    }

    @Test
    void bytesThatWaitForTheirChecksumDoNotCountAtAnotherGateway() throws Exception {
        SharedRig two = rig();
        byte[] bytes = footage(2 * CHUNK);
        String path = two.a.calls().create(bytes.length);
        two.a.calls().patch(path, 0, Arrays.copyOf(bytes, 1000));
        try (Wire wire = new Wire(two.a.calls().server)) {
            byte[] rest = range(bytes, 1000, bytes.length);
            two.a.calls().startPatch(wire, path, 1000, rest.length, checksum(rest));
            wire.send(rest, 0, CHUNK + 5000);
            await(() -> two.b
                    .sessions
                    .find(TusCalls.id(path))
                    .orElseThrow()
                    .unverifiedFrom()
                    .isPresent());
            assertThat(two.b.calls().head(path).offset()).isEqualTo(1000);
        }
        two.b.calls().patch(path, 1000, range(bytes, 1000, bytes.length));
        landsOnceAs(path, bytes);
    }

    @Test
    void aGatewayThatDiesInTheMiddleTakesNothingTold() throws Exception {
        SharedRig two = rig();
        byte[] bytes = footage(2 * CHUNK + 77);
        String path = two.a.calls().create(bytes.length);
        two.a.calls().patch(path, 0, Arrays.copyOf(bytes, 5000));
        try (Wire wire = new Wire(two.a.calls().server)) {
            two.a.calls().startPatch(wire, path, 5000, bytes.length - 5000);
            wire.send(bytes, 5000, CHUNK);
            await(() -> two.b.sessions.chunks(TusCalls.id(path)).size() == 1);
            two.a.dies();
            assertThat(two.b.calls().head(path).offset()).isEqualTo(CHUNK);
        }
        two.b.calls().patch(path, CHUNK, range(bytes, CHUNK, bytes.length));
        landsOnceAs(path, bytes);
    }

    @Test
    void ofTwoThatSendAtOnceTheNewerWins() throws Exception {
        SharedRig two = rig();
        byte[] bytes = footage(2 * CHUNK + 77);
        String path = two.a.calls().create(bytes.length);
        try (Wire older = new Wire(two.a.calls().server)) {
            two.a.calls().startPatch(older, path, 0, bytes.length);
            older.send(bytes, 0, CHUNK + 10);
            await(() -> two.b.sessions.chunks(TusCalls.id(path)).size() == 1);
            int offset = (int) two.b.calls().head(path).offset();
            assertThat(two.b
                            .calls()
                            .patch(path, offset, range(bytes, offset, bytes.length))
                            .offset())
                    .isEqualTo(bytes.length);
            try {
                older.send(bytes, CHUNK + 10, bytes.length - CHUNK - 10);
                assertThat(older.read().status()).isEqualTo(409);
            } catch (IOException e) {
                // Or it was closed under it.
            }
        }
        assertThat(two.a.calls().head(path).header("Unbroken-State")).isEqualTo("landed");
        landsOnceAs(path, bytes);
    }

    @Test
    void completionAtBothAtOnceLandsOnce() throws Exception {
        SharedRig two = rig();
        ExecutorService docks = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 4; round++) {
                byte[] bytes = footage(3000 + round);
                String path = two.a.calls().create(bytes.length);
                two.b.calls().patch(path, 0, Arrays.copyOf(bytes, 1000));
                List<Callable<Integer>> both = List.of(
                        () -> two.a
                                .calls()
                                .patch(path, 1000, range(bytes, 1000, bytes.length))
                                .status(),
                        () -> two.b
                                .calls()
                                .patch(path, 1000, range(bytes, 1000, bytes.length))
                                .status());
                for (Future<Integer> answer : docks.invokeAll(both)) {
                    assertThat(answer.get()).isIn(204, 409, 503);
                }
                long offset = two.b.calls().head(path).offset();
                if (offset < bytes.length) {
                    two.b.calls().patch(path, offset, range(bytes, (int) offset, bytes.length));
                }
                landsOnceAs(path, bytes);
            }
        } finally {
            docks.shutdown();
        }
    }

    @Test
    void withoutTheQueueNothingIsAcknowledgedAndNothingIsLost() throws Exception {
        rig = new SharedRig(
                store, directory, same -> same, UploadLimits.defaults().withUnpublishedLandings(2));
        SharedRig two = rig;
        byte[] bytes = footage(CHUNK + 99);
        String first = two.a.calls().create(bytes.length);
        String second = two.a.calls().create(3);
        String third = two.b.calls().create(5);
        two.queueIsAway = true;

        Wire.Response last = two.a.calls().patch(first, 0, bytes);
        assertThat(last.status()).isEqualTo(503);
        assertThat(last.header("Retry-After")).isNotNull();
        assertThat(last.problem().string("type")).isEqualTo("urn:unbroken:problem:unannounced");
        Wire.Response asked = two.b.calls().head(first);
        assertThat(asked.status()).isEqualTo(503);
        assertThat(asked.header("Upload-Offset")).isNull();

        assertThat(two.a.calls().patch(third, 0, new byte[2]).offset())
                .as("bytes are still taken in")
                .isEqualTo(2);
        await(() -> two.b.sessions.unpublished() == 1);
        assertThat(two.b.server.problem())
                .as("a balancer is not to send cameras away for it")
                .isEmpty();
        assertThat(two.a.calls().patch(second, 0, new byte[3]).status()).isEqualTo(503);
        await(() -> two.a.gauge("unbroken_landings_unpublished") == 2 && two.b.sessions.unpublished() == 2);
        for (SharedRig.Gateway gateway : List.of(two.a, two.b)) {
            Wire.Response refused = gateway.calls().post("Upload-Length: 1", TusCalls.metadata("camera", "c2"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem().string("type")).isEqualTo("urn:unbroken:problem:unannounced-backlog");
            assertThat(gateway.calls().patch(third, 2, new byte[1]).status()).isEqualTo(503);
            await(() -> gateway.server.problem().isPresent());
        }
        assertThat(rig.published).isEmpty();

        two.queueIsAway = false;
        await(() -> two.published.stream().map(Landing::recording).distinct().count() == 2);
        await(() -> two.b.server.problem().isEmpty() && two.a.server.problem().isEmpty());
        assertThat(two.b.calls().head(first).offset()).isEqualTo(bytes.length);
        assertThat(two.b.calls().patch(third, 2, new byte[3]).offset()).isEqualTo(5);
        landsOnceAs(first, bytes);
        landsOnceAs(second, new byte[3]);
        landsOnceAs(third, new byte[5]);
    }

    @Test
    void aGatewayLostAfterItsLastAnswerLosesNothing() throws IOException {
        SharedRig two = rig();
        byte[] bytes = footage(CHUNK + 1);
        String path = two.a.calls().create(bytes.length);
        assertThat(two.a.calls().patch(path, 0, bytes).status()).isEqualTo(204);
        two.a.dies();
        assertThat(two.b.calls().head(path).offset()).isEqualTo(bytes.length);
        landsOnceAs(path, bytes);
    }

    @Test
    void aGatewayThatClosesSettlesWhatItHas() throws Exception {
        SharedRig two = rig();
        byte[] bytes = footage(CHUNK + 50_000);
        String path = two.a.calls().create(bytes.length);
        try (Wire wire = new Wire(two.a.calls().server)) {
            two.a.calls().startPatch(wire, path, 0, bytes.length);
            wire.send(bytes, 0, CHUNK + 1234);
            await(() -> two.b.sessions.chunks(TusCalls.id(path)).size() == 1
                    && two.a.gauge("unbroken_upload_in_flight_bytes") == 0);
            two.a.server.close();
            assertThat(two.b.calls().head(path).offset()).isEqualTo(CHUNK + 1234);
        }
        two.b.calls().patch(path, CHUNK + 1234, range(bytes, CHUNK + 1234, bytes.length));
        landsOnceAs(path, bytes);
    }

    /** No client knows of it. Its place in the store is made, its tail is not. */
    @Test
    void anEmptyFileWhoseGatewayDiedCreatingItLandsWithinItsHour() throws Exception {
        SharedRig two = rig();
        Instant expired = Instant.now().minusSeconds(1);
        Instant created = expired.minus(Duration.ofHours(1));
        RecordingId id = RecordingId.generate(() -> created, new SecureRandom());
        String upload = new MultipartUploads(two.a.connection).create(ObjectKey.original(id));
        S3SharedDocuments documents = new S3SharedDocuments(two.a.connection);
        documents.start();
        documents.create(
                StagedUpload.documentName(id),
                new StagedUpload(upload, StagedUpload.partBytesFor(0), created).encoded());
        two.a.sessions.create(new UploadSession(
                id,
                "a1",
                "c1",
                "t-1",
                OptionalLong.of(0),
                Map.of("camera", "c1"),
                "camera YzE=",
                created,
                expired,
                OptionalLong.empty(),
                "boot-of-a"));
        await(() -> !two.published.isEmpty());
        landsOnceAs("/files/" + id, new byte[0]);
    }

    @Test
    void aStoreThatIsAwayIsAnsweredHonestlyAndRecoversByItself() throws Exception {
        try (CutWire wire = new CutWire(store.endpoint())) {
            rig = new SharedRig(
                    store,
                    directory,
                    same -> new S3Settings(
                            SharedRig.through(same.endpoint(), wire.port()),
                            same.region(),
                            same.accessKey(),
                            same.secretKey(),
                            same.wormBucket(),
                            same.sharedBucket(),
                            same.pathStyle()),
                    UploadLimits.defaults());
            TusCalls calls = rig.a.calls();
            byte[] bytes = footage(2 * CHUNK + 10);
            String path = calls.create(bytes.length);
            calls.patch(path, 0, Arrays.copyOf(bytes, CHUNK + 500));
            wire.cut();
            Wire.Response refused = calls.patch(path, CHUNK + 500, range(bytes, CHUNK + 500, bytes.length));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotNull();
            assertThat(calls.head(path).status()).isEqualTo(503);
            assertThat(calls.post("Upload-Length: 1", TusCalls.metadata("camera", "c2"))
                            .status())
                    .isEqualTo(503);
            wire.mend();
            assertThat(calls.head(path).offset()).isEqualTo(CHUNK + 500);
            calls.patch(path, CHUNK + 500, range(bytes, CHUNK + 500, bytes.length));
            landsOnceAs(path, bytes);
        }
    }
}
