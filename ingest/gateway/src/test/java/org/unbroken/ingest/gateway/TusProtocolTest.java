package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.Landing;

/** Reads like the tus specification, in its order. */
@Timeout(60)
class TusProtocolTest {
    private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private GatewayRig rig;
    private TusCalls tus;

    @BeforeEach
    void start() throws IOException {
        rig = new GatewayRig(directory).start();
        tus = rig.calls();
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    // ---- core

    @Test
    void anUploadIsCreatedFilledAndLanded() throws IOException {
        Wire.Response created =
                tus.post("Upload-Length: 11", TusCalls.metadata("camera", "c1", "filename", "片段.mp4", "x", "y"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(created.header("Upload-Expires")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        String path = created.header("Location");
        assertThat(path).startsWith("/files/");

        Wire.Response empty = tus.head(path);
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.offset()).isZero();
        assertThat(empty.header("Upload-Length")).isEqualTo("11");
        assertThat(empty.header("Cache-Control")).isEqualTo("no-store");
        assertThat(empty.header("Upload-Metadata")).contains("x " + base64("y"));
        assertThat(empty.header("Unbroken-Recording")).isNull();

        Wire.Response half = tus.patch(path, 0, "hello ".getBytes(StandardCharsets.UTF_8));
        assertThat(half.status()).isEqualTo(204);
        assertThat(half.offset()).isEqualTo(6);
        assertThat(half.header("Upload-Expires")).isNotNull();
        assertThat(tus.head(path).offset()).isEqualTo(6);
        assertThat(rig.intake.landings().end()).isZero();

        Wire.Response whole = tus.patch(path, 6, "world".getBytes(StandardCharsets.UTF_8));
        assertThat(whole.status()).isEqualTo(204);
        assertThat(whole.offset()).isEqualTo(11);

        Wire.Response done = tus.head(path);
        assertThat(done.offset()).isEqualTo(11);
        assertThat(done.header("Upload-Length")).isEqualTo("11");
        assertThat(done.header("Upload-Expires")).isNull();
        assertThat(done.header("Unbroken-Recording"))
                .isEqualTo(TusCalls.id(path).value());
        assertThat(done.header("Unbroken-State")).isEqualTo("landed");

        Landing landing = onlyLanding();
        assertThat(landing.recording()).isEqualTo(TusCalls.id(path));
        assertThat(landing.agency()).isEqualTo("a1");
        assertThat(landing.camera()).isEqualTo("c1");
        assertThat(landing.size()).isEqualTo(11);
        assertThat(landing.chunks()).containsExactly(Sha256.of(HELLO));
        assertThat(landing.metadata()).isEqualTo(Map.of("camera", "c1", "filename", "片段.mp4"));
        assertThat(rig.stagedBytes(landing.recording())).isEqualTo(HELLO);
    }

    @Test
    void manyChunksAreDigestedAsTheyArrive() throws IOException {
        byte[] bytes = random(2 * ChunkChain.CHUNK_BYTES + 12345);
        String path = tus.create(bytes.length);
        int middle = ChunkChain.CHUNK_BYTES + 777;
        assertThat(tus.patch(path, 0, java.util.Arrays.copyOf(bytes, middle)).offset())
                .isEqualTo(middle);
        assertThat(rig.intake.sessions().chunks(TusCalls.id(path))).hasSize(1);
        assertThat(tus.patch(path, middle, java.util.Arrays.copyOfRange(bytes, middle, bytes.length))
                        .offset())
                .isEqualTo(bytes.length);
        assertThat(onlyLanding().chunks())
                .isEqualTo(ChunkDigester.digest(java.nio.ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES));
        assertThat(rig.stagedBytes(TusCalls.id(path))).isEqualTo(bytes);
    }

    @Test
    void aLengthThatIsAWholeNumberOfChunksLandsWithAllOfThem() throws IOException {
        byte[] bytes = random(2 * ChunkChain.CHUNK_BYTES);
        String path = tus.create(bytes.length);
        assertThat(tus.patch(path, 0, bytes).status()).isEqualTo(204);
        assertThat(onlyLanding().chunks())
                .isEqualTo(ChunkDigester.digest(java.nio.ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES));
    }

    @Test
    void aWrongOffsetIsAConflictAndChangesNothing() throws IOException {
        String path = tus.create(11);
        tus.patch(path, 0, "hello ".getBytes(StandardCharsets.UTF_8));
        for (long wrong : new long[] {0, 5, 7, 11, 12}) {
            Wire.Response refused = tus.patch(path, wrong, new byte[] {'x'});
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem().integer("offset")).isEqualTo(6);
        }
        assertThat(tus.head(path).offset()).isEqualTo(6);
    }

    @Test
    void offsetsThatAreNotNumbersAreMalformed() throws IOException {
        String path = tus.create(11);
        for (String wrong : new String[] {"-1", "1.0", "0x1", "", "99999999999999999999", "1 2"}) {
            assertThat(tus.call(
                                    "PATCH",
                                    path,
                                    HELLO,
                                    "Upload-Offset: " + wrong,
                                    "Content-Type: application/offset+octet-stream")
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(tus.call("PATCH", path, HELLO, "Content-Type: application/offset+octet-stream")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anotherContentTypeIsNotTaken() throws IOException {
        String path = tus.create(11);
        assertThat(tus.call("PATCH", path, HELLO, "Upload-Offset: 0", "Content-Type: text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(tus.call("PATCH", path, HELLO, "Upload-Offset: 0").status()).isEqualTo(415);
        assertThat(tus.head(path).offset()).isZero();
    }

    @Test
    void bytesBeyondTheLengthAreRefusedAndNoneOfThemKept() throws IOException {
        String path = tus.create(5);
        Wire.Response refused = tus.patch(path, 0, HELLO);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(tus.head(path).offset()).isZero();

        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, -1, "Transfer-Encoding: chunked");
            wire.send("b\r\nhello world\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.read().status()).isEqualTo(413);
        }
        assertThat(tus.head(path).offset()).isZero();
        assertThat(rig.intake.landings().end()).isZero();
        assertThat(rig.stagedBytes(TusCalls.id(path))).isEmpty();
    }

    @Test
    void aBodyInHttpChunksIsTaken() throws IOException {
        String path = tus.create(11);
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, -1, "Transfer-Encoding: chunked");
            wire.send("6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.read().offset()).isEqualTo(11);
        }
        assertThat(onlyLanding().chunks()).containsExactly(Sha256.of(HELLO));
    }

    @Test
    void aCompletedUploadTakesNothingMore() throws IOException {
        String path = tus.create(11);
        tus.patch(path, 0, HELLO);
        assertThat(tus.patch(path, 11, new byte[0]).status()).isEqualTo(204);
        assertThat(tus.patch(path, 11, HELLO).status()).isEqualTo(413);
        assertThat(tus.patch(path, 0, HELLO).status()).isEqualTo(409);
        assertThat(onlyLanding().size()).isEqualTo(11);
    }

    @Test
    void theVersionIsRequired() throws IOException {
        String path = tus.create(11);
        try (Wire wire = new Wire(tus.server)) {
            wire.head("HEAD " + path + " HTTP/1.1", "Host: x", "Authorization: Bearer " + GatewayRig.TOKEN);
            Wire.Response refused = wire.read(true);
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.header("Tus-Version")).isEqualTo("1.0.0");
            wire.head(
                    "POST /files/ HTTP/1.1",
                    "Host: x",
                    "Tus-Resumable: 0.2.2",
                    "Upload-Length: 1",
                    "Content-Length: 0",
                    "Authorization: Bearer " + GatewayRig.TOKEN);
            assertThat(wire.read().status()).isEqualTo(412);
        }
        assertThat(rig.intake.sessions().openUploads()).isEqualTo(1);
    }

    @Test
    void optionsTellWhatIsOffered() throws IOException {
        for (String path : new String[] {"/files/", "/files"}) {
            Wire.Response options = tus.call("OPTIONS", path, new byte[0]);
            assertThat(options.status()).isEqualTo(204);
            assertThat(options.header("Tus-Version")).isEqualTo("1.0.0");
            assertThat(options.header("Tus-Extension").split(",", -1))
                    .containsExactlyInAnyOrder(
                            "creation", "creation-with-upload", "creation-defer-length", "checksum", "expiration");
            assertThat(options.header("Tus-Max-Size")).isEqualTo(Long.toString(64L << 30));
            assertThat(options.header("Tus-Checksum-Algorithm").split(",", -1))
                    .containsExactlyInAnyOrder("sha256", "sha1");
        }
    }

    @Test
    void theMethodCanBeOverridden() throws IOException {
        String path = tus.create(11);
        assertThat(tus.call(
                                "POST",
                                path,
                                HELLO,
                                "X-HTTP-Method-Override: PATCH",
                                "Upload-Offset: 0",
                                "Content-Type: application/offset+octet-stream")
                        .status())
                .isEqualTo(204);
        Wire.Response seen = tus.call("POST", path, new byte[0], "X-HTTP-Method-Override: HEAD");
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.offset()).isEqualTo(11);
        assertThat(tus.call("POST", path, new byte[0], "X-HTTP-Method-Override: DELETE")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void numbersBeyondAnyUploadAreUnderstood() throws IOException {
        String path = tus.create(11);
        String deferred = tus.post("Upload-Defer-Length: 1", TusCalls.metadata("camera", "c1"))
                .header("Location");
        for (String immense : new String[] {
            "9223372036854775807", "9223372036854775808", "100000000000000000000", "1000000000000000000"
        }) {
            Wire.Response refused = tus.post("Upload-Length: " + immense, TusCalls.metadata("camera", "c1"));
            assertThat(refused.status()).as(immense).isEqualTo(413);
            assertThat(refused.header("Tus-Max-Size")).isEqualTo(Long.toString(64L << 30));
            assertThat(tus.patch(deferred, 0, HELLO, "Upload-Length: " + immense)
                            .status())
                    .isEqualTo(413);
            Wire.Response offset = tus.call(
                    "PATCH", path, HELLO, "Upload-Offset: " + immense, "Content-Type: application/offset+octet-stream");
            assertThat(offset.status()).isEqualTo(400);
            assertThat(offset.problem().string("detail")).contains("larger than any upload");
        }
        assertThat(rig.intake.sessions().openUploads()).isEqualTo(2);
        assertThat(tus.head(path).offset()).isZero();
        assertThat(tus.head(deferred).offset()).isZero();
        assertThat(tus.post("Upload-Length: 0000000000000000000000011", TusCalls.metadata("camera", "c1"))
                        .status())
                .isEqualTo(201);
    }

    // ---- creation

    @Test
    void creationNeedsOneWordOnTheLength() throws IOException {
        String camera = TusCalls.metadata("camera", "c1");
        assertThat(tus.post(camera).status()).isEqualTo(400);
        assertThat(tus.post(camera, "Upload-Length: 5", "Upload-Defer-Length: 1")
                        .status())
                .isEqualTo(400);
        assertThat(tus.post(camera, "Upload-Defer-Length: 2").status()).isEqualTo(400);
        assertThat(tus.post(camera, "Upload-Length: -5").status()).isEqualTo(400);
        assertThat(tus.post(camera, "Upload-Length: 5", "Upload-Length: 5").status())
                .isEqualTo(400);
        assertThat(tus.post(camera, "Upload-Length: " + ((64L << 30) + 1)).status())
                .isEqualTo(413);
        assertThat(rig.intake.sessions().openUploads()).isZero();
    }

    @Test
    void anEmptyFileIsCompleteAtOnce() throws IOException {
        String path = tus.create(0);
        Landing landing = onlyLanding();
        assertThat(landing.size()).isZero();
        assertThat(landing.chunks()).isEmpty();
        Wire.Response seen = tus.head(path);
        assertThat(seen.offset()).isZero();
        assertThat(seen.header("Unbroken-Recording"))
                .isEqualTo(TusCalls.id(path).value());
        assertThat(rig.stagedBytes(landing.recording())).isEmpty();
    }

    @Test
    void concatenationIsRefusedRatherThanMisunderstood() throws IOException {
        assertThat(tus.post("Upload-Length: 5", "Upload-Concat: partial", TusCalls.metadata("camera", "c1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void creationWithUploadTakesTheBody() throws IOException {
        String[] headers = {
            "Upload-Length: 11", TusCalls.metadata("camera", "c1"), "Content-Type: application/offset+octet-stream"
        };
        Wire.Response part = tus.call("POST", "/files/", "hello ".getBytes(StandardCharsets.UTF_8), headers);
        assertThat(part.status()).isEqualTo(201);
        assertThat(part.offset()).isEqualTo(6);
        assertThat(part.header("Upload-Expires")).isNotNull();
        Wire.Response whole = tus.call("POST", "/files/", HELLO, headers);
        assertThat(whole.status()).isEqualTo(201);
        assertThat(whole.offset()).isEqualTo(11);
        assertThat(whole.header("Upload-Expires")).isNull();
        assertThat(onlyLanding().recording()).isEqualTo(TusCalls.id(whole.header("Location")));
        assertThat(tus.call("POST", "/files/", new byte[12], headers).status()).isEqualTo(413);
        assertThat(tus.call("POST", "/files/", HELLO, "Upload-Length: 11", TusCalls.metadata("camera", "c1"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aDeferredLengthIsSetOnceAndComparedWithWhatCame() throws IOException {
        String path = tus.post("Upload-Defer-Length: 1", TusCalls.metadata("camera", "c1"))
                .header("Location");
        assertThat(tus.head(path).header("Upload-Defer-Length")).isEqualTo("1");
        assertThat(tus.head(path).header("Upload-Length")).isNull();
        assertThat(tus.patch(path, 0, "hello ".getBytes(StandardCharsets.UTF_8)).offset())
                .isEqualTo(6);
        assertThat(tus.patch(path, 6, new byte[0], "Upload-Length: 5").status()).isEqualTo(400);
        assertThat(tus.patch(path, 6, HELLO, "Upload-Length: 11").status()).isEqualTo(413);
        assertThat(tus.head(path).header("Upload-Defer-Length")).isEqualTo("1");
        assertThat(tus.patch(path, 6, "wor".getBytes(StandardCharsets.UTF_8), "Upload-Length: 11")
                        .offset())
                .isEqualTo(9);
        assertThat(tus.head(path).header("Upload-Length")).isEqualTo("11");
        assertThat(rig.intake.landings().end()).isZero();
        assertThat(tus.patch(path, 9, "ld".getBytes(StandardCharsets.UTF_8), "Upload-Length: 12")
                        .status())
                .isEqualTo(400);
        assertThat(tus.patch(path, 9, "ld".getBytes(StandardCharsets.UTF_8)).offset())
                .isEqualTo(11);
        assertThat(onlyLanding().chunks()).containsExactly(Sha256.of(HELLO));
    }

    @Test
    void aDeferredLengthMayComeLast() throws IOException {
        String path = tus.post("Upload-Defer-Length: 1", TusCalls.metadata("camera", "c1"))
                .header("Location");
        tus.patch(path, 0, HELLO);
        assertThat(tus.patch(path, 11, new byte[0], "Upload-Length: 11").offset())
                .isEqualTo(11);
        assertThat(onlyLanding().size()).isEqualTo(11);
    }

    @Test
    void aCameraWhoseClockIsCenturiesOffStillLands() throws IOException {
        for (String told : new String[] {
            "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "1700-01-01T00:00:00Z", "0000-01-01T00:00:00Z"
        }) {
            Wire.Response created = tus.post(
                    "Upload-Length: 11", TusCalls.metadata("camera", "c1", "device_time", told, "recorded_end", told));
            String path = created.header("Location");
            assertThat(tus.patch(path, 0, HELLO).offset()).as(told).isEqualTo(11);
            Landing landing = rig.intake.sessions().landing(TusCalls.id(path)).orElseThrow();
            assertThat(landing.clockOffsetMicros()).isEmpty();
            assertThat(landing.metadata()).containsEntry("device_time", told);
        }
    }

    @Test
    void aClockThatIsDecadesOffIsMeasured() throws IOException {
        String path = tus.post(
                        "Upload-Length: 11",
                        TusCalls.metadata("camera", "c1", "device_time", "1970-01-01T00:00:00.000001Z"))
                .header("Location");
        Instant created =
                rig.intake.sessions().find(TusCalls.id(path)).orElseThrow().created();
        tus.patch(path, 0, HELLO);
        assertThat(onlyLanding().clockOffsetMicros())
                .hasValue(Math.floorDiv(
                        Duration.between(created, Instant.EPOCH.plusNanos(1000)).toNanos(), 1000));
    }

    // ---- checksum

    @Test
    void aChecksumIsChecked() throws Exception {
        String path = tus.create(11);
        String sha1 = Base64.getEncoder()
                .encodeToString(java.security.MessageDigest.getInstance("SHA-1").digest(HELLO));
        String sha256 = Base64.getEncoder().encodeToString(Sha256.of(HELLO).bytes());
        assertThat(tus.patch(path, 0, new byte[11], "Upload-Checksum: sha1 " + sha1)
                        .status())
                .isEqualTo(460);
        assertThat(tus.head(path).offset()).isZero();
        assertThat(rig.intake.landings().end()).isZero();
        assertThat(tus.patch(path, 0, HELLO, "Upload-Checksum: md5 abcd").status())
                .isEqualTo(400);
        assertThat(tus.patch(path, 0, HELLO, "Upload-Checksum: sha1 abcd").status())
                .isEqualTo(400);
        assertThat(tus.patch(path, 0, HELLO, "Upload-Checksum: sha1").status()).isEqualTo(400);
        assertThat(tus.head(path).offset()).isZero();
        assertThat(tus.patch(path, 0, HELLO, "Upload-Checksum: sha1 " + sha1).offset())
                .isEqualTo(11);
        String other = tus.create(11);
        assertThat(tus.patch(other, 0, HELLO, "Upload-Checksum: sha256 " + sha256)
                        .offset())
                .isEqualTo(11);
        assertThat(rig.intake.landings().end()).isEqualTo(2);
    }

    @Test
    void aChecksumInTheTrailerIsRefusedBeforeAnythingIsStored() throws IOException {
        String path = tus.create(11);
        for (String trailer : new String[] {"Upload-Checksum", "Expires, upload-checksum"}) {
            try (Wire wire = new Wire(tus.server)) {
                tus.startPatch(wire, path, 0, -1, "Transfer-Encoding: chunked", "Trailer: " + trailer);
                wire.send("b\r\nhello world\r\n0\r\nUpload-Checksum: sha1 AAAA\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                Wire.Response refused = wire.read();
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.problem().string("type")).isEqualTo("urn:unbroken:problem:upload-checksum");
                assertThat(refused.problem().string("detail")).contains("trailer");
            }
            assertThat(tus.head(path).offset()).isZero();
        }
        assertThat(rig.intake.landings().end()).isZero();
    }

    @Test
    void aMismatchAcrossChunksPutsEverythingBack() throws Exception {
        byte[] bytes = random(2 * ChunkChain.CHUNK_BYTES + 100);
        String path = tus.create(bytes.length);
        int begun = 3 << 20;
        tus.patch(path, 0, java.util.Arrays.copyOf(bytes, begun));
        byte[] rest = java.util.Arrays.copyOfRange(bytes, begun, bytes.length);
        byte[] wrong = rest.clone();
        wrong[rest.length / 2] ^= 1;
        String sum = "Upload-Checksum: sha256 "
                + Base64.getEncoder().encodeToString(Sha256.of(rest).bytes());
        assertThat(tus.patch(path, begun, wrong, sum).status()).isEqualTo(460);
        assertThat(tus.head(path).offset()).isEqualTo(begun);
        assertThat(rig.intake.sessions().chunks(TusCalls.id(path))).isEmpty();
        assertThat(tus.patch(path, begun, rest, sum).offset()).isEqualTo(bytes.length);
        assertThat(onlyLanding().chunks())
                .isEqualTo(ChunkDigester.digest(java.nio.ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES));
        assertThat(rig.stagedBytes(TusCalls.id(path))).isEqualTo(bytes);
    }

    // ---- what is not offered

    @Test
    void nothingIsDeletedAtAClientsWord() throws IOException {
        String path = tus.create(11);
        tus.patch(path, 0, "hello ".getBytes(StandardCharsets.UTF_8));
        Wire.Response refused = tus.call("DELETE", path, new byte[0]);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.problem().string("title")).contains("Termination");
        assertThat(refused.problem().integer("status")).isEqualTo(405);
        assertThat(tus.head(path).offset()).isEqualTo(6);
    }

    @Test
    void footageIsNotGivenOut() throws IOException {
        String path = tus.create(11);
        tus.patch(path, 0, HELLO);
        assertThat(tus.call("GET", path, new byte[0]).status()).isEqualTo(405);
    }

    private Landing onlyLanding() throws IOException {
        assertThat(rig.intake.landings().end()).isEqualTo(1);
        return rig.intake.landings().read(0, 10).get(0);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
