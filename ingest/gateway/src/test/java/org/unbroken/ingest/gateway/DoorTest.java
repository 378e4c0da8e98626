package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.gateway.http.HttpLimits;
import org.unbroken.ingest.gateway.upload.UploadLimits;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;

/** Who is let in, what is turned away, and how connections are treated. */
@Timeout(60)
class DoorTest {
    private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);
    private static final String[] PATCH = {"Upload-Offset: 0", "Content-Type: application/offset+octet-stream"};
    private static final List<Integer> ONLY_501 = List.of(501);
    private static final List<Integer> EITHER = List.of(400, 501);
    private static final String METADATA = TusCalls.metadata("camera", "c1");

    @TempDir
    Path directory;

    private GatewayRig rig;
    private TusCalls tus;
    private final GatewayRig.MovedClock clock = new GatewayRig.MovedClock();

    @BeforeEach
    void start() throws IOException {
        rig = new GatewayRig(directory);
        rig.clock = clock;
        UploadLimits limits = UploadLimits.defaults();
        rig.settings = rig.settings
                .with(new HttpLimits(64, Duration.ofSeconds(2), Duration.ofSeconds(2), 8 << 10, 16 << 10))
                .with(new UploadLimits(
                        limits.maxBytes(),
                        limits.expiry(),
                        3,
                        0,
                        limits.inFlightBytes(),
                        limits.inFlightBytesPerUpload(),
                        limits.idleFiles(),
                        limits.idleFor()));
        rig.dock("other-agency", "a2", null);
        rig.dock("bound", "a1", "c1");
        rig.dock("bound-elsewhere", "a1", "c2");
        rig.dock("no-agency", null, null);
        rig.tokens.put("auditor", new Principal("t-x", Role.AUDITOR, Optional.empty(), Optional.empty()));
        rig.start();
        tus = rig.calls();
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    @Test
    void nothingAnswersWithoutCredentials() throws IOException {
        String path = tus.create(11);
        for (String request : new String[] {
            "OPTIONS /files/",
            "POST /files/",
            "HEAD " + path,
            "PATCH " + path,
            "GET " + path + "/receipt",
            "GET /",
            "DELETE " + path,
            "GET /healthz"
        }) {
            for (String credentials :
                    new String[] {"X: y", "Authorization: Bearer nobody", "Authorization: Basic eDp5"}) {
                try (Wire wire = new Wire(tus.server)) {
                    wire.head(request + " HTTP/1.1", "Host: x", credentials, "Content-Length: 0");
                    Wire.Response refused = wire.read(request.startsWith("HEAD"));
                    assertThat(refused.status()).as(request).isEqualTo(401);
                    assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
                }
            }
        }
    }

    @Test
    void onlyDocksUpload() throws IOException {
        assertThat(rig.calls("auditor").post("Upload-Length: 1").status()).isEqualTo(403);
    }

    @Test
    void othersUploadsAreNotThere() throws IOException {
        String path = tus.create(11);
        for (String token : new String[] {"other-agency", "bound-elsewhere", "no-agency"}) {
            TusCalls other = rig.calls(token);
            assertThat(other.head(path).status()).isEqualTo(404);
            assertThat(other.patch(path, 0, HELLO).status()).isEqualTo(404);
            assertThat(other.call("GET", path + "/receipt", new byte[0]).status())
                    .isEqualTo(404);
            assertThat(other.call("GET", path + "/manifest", new byte[0]).status())
                    .isEqualTo(404);
        }
        assertThat(rig.calls("bound").head(path).status()).isEqualTo(200);
        assertThat(tus.head("/files/0190c0de-0000-7000-8000-000000000000").status())
                .isEqualTo(404);
        assertThat(tus.head("/files/../etc/passwd").status()).isEqualTo(404);
        assertThat(tus.head(path).offset()).isZero();
    }

    @Test
    void aForeignRequestDoesNotEndAnUpload() throws IOException {
        String path = tus.create(11);
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, 11);
            wire.send(HELLO, 0, 5);
            assertThat(rig.calls("other-agency").head(path).status()).isEqualTo(404);
            wire.send(HELLO, 5, 6);
            assertThat(wire.read().offset()).isEqualTo(11);
        }
    }

    @Test
    void metadataMustNotContradictTheToken() throws IOException {
        TusCalls bound = rig.calls("bound");
        assertThat(bound.post("Upload-Length: 1", TusCalls.metadata("camera", "c2"))
                        .status())
                .isEqualTo(403);
        assertThat(tus.post("Upload-Length: 1", TusCalls.metadata("camera", "c1", "agency", "a2"))
                        .status())
                .isEqualTo(403);
        assertThat(rig.calls("no-agency")
                        .post("Upload-Length: 1", TusCalls.metadata("camera", "c1", "agency", "a2"))
                        .status())
                .isEqualTo(403);
        assertThat(bound.post("Upload-Length: 1").status()).isEqualTo(201);
        assertThat(tus.post("Upload-Length: 1").status()).isEqualTo(400);
        String path = rig.calls("no-agency")
                .post("Upload-Length: 0", TusCalls.metadata("camera", "c1"))
                .header("Location");
        assertThat(rig.intake
                        .sessions()
                        .landing(TusCalls.id(path))
                        .orElseThrow()
                        .agency())
                .isEqualTo("default");
    }

    @Test
    void malformedMetadataIsNamed() throws IOException {
        for (String wrong : new String[] {
            "camera !!!",
            "camera YzE=,camera YzE=",
            "camera YzE",
            "camera YzE= YzE=",
            TusCalls.metadata("camera", "a/b").substring(17),
            TusCalls.metadata("camera", "c1", "sequence", "-1").substring(17),
            TusCalls.metadata("camera", "c1", "sha256", "abc").substring(17),
            TusCalls.metadata("camera", "c1", "recorded_start", "yesterday").substring(17),
            TusCalls.metadata("camera", "c1", "officer", "a\nb").substring(17),
            "camera YzE=,place /w==",
            TusCalls.metadata("camera", "c1", "place", "x".repeat(1025)).substring(17)
        }) {
            Wire.Response refused = tus.post("Upload-Length: 1", "Upload-Metadata: " + wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.problem().string("detail")).matches("\"[a-z_0-9]+\": .*");
        }
        assertThat(rig.intake.sessions().openUploads()).isZero();
    }

    @Test
    void openUploadsOfACameraAreLimited() throws IOException {
        for (int i = 0; i < 3; i++) {
            tus.create(5);
        }
        Wire.Response refused = tus.post("Upload-Length: 5", TusCalls.metadata("camera", "c1"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(tus.post("Upload-Length: 5", TusCalls.metadata("camera", "c9"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void uploadsWithoutAByteMakeRoomAndThoseWithFootageNever() throws IOException {
        String footage = tus.create(5);
        tus.patch(footage, 0, new byte[2]);
        clock.move(Duration.ofSeconds(1));
        String older = tus.create(5);
        tus.patch(older, 0, new byte[0]);
        clock.move(Duration.ofSeconds(1));
        String newer = tus.create(5);
        clock.move(Duration.ofSeconds(58));
        assertThat(tus.post("Upload-Length: 5", TusCalls.metadata("camera", "c1"))
                        .status())
                .as("none without a byte is a minute old")
                .isEqualTo(429);
        clock.move(Duration.ofSeconds(30));
        // Who holds bytes is then told by the disk alone.
        rig.stop();
        rig.start();
        tus = rig.calls();
        String first = tus.create(5);
        assertThat(tus.head(older).status()).isEqualTo(410);
        assertThat(tus.head(newer).status()).isEqualTo(200);
        String second = tus.create(5);
        assertThat(tus.head(newer).status()).isEqualTo(410);
        for (String path : new String[] {first, second}) {
            assertThat(tus.patch(path, 0, new byte[1]).offset()).isEqualTo(1);
        }
        clock.move(Duration.ofDays(1));
        assertThat(tus.post("Upload-Length: 5", TusCalls.metadata("camera", "c1"))
                        .status())
                .isEqualTo(429);
        assertThat(tus.head(footage).offset()).isEqualTo(2);
        assertThat(tus.head(first).offset()).isEqualTo(1);
    }

    // ---- HTTP

    @Test
    void oneHostIsNeeded() throws IOException {
        String credentials = "Authorization: Bearer " + GatewayRig.TOKEN;
        try (Wire wire = new Wire(tus.server)) {
            wire.head("OPTIONS /files/ HTTP/1.1", credentials);
            assertThat(wire.read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = new Wire(tus.server)) {
            wire.head("OPTIONS /files/ HTTP/1.1", "Host: x", "Host: x", credentials);
            Wire.Response refused = wire.read();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.problem().string("detail")).contains("2 Host");
        }
        try (Wire wire = new Wire(tus.server)) {
            wire.head("OPTIONS /files/ HTTP/1.0", credentials);
            assertThat(wire.read().status()).isEqualTo(204);
        }
    }

    @Test
    void aTargetMayBeAbsoluteOrTheServer() throws IOException {
        String path = tus.create(11);
        assertThat(tus.call("PATCH", "http://elsewhere:1080" + path + "?x", HELLO, PATCH)
                        .offset())
                .isEqualTo(11);
        assertThat(tus.head("HTTPS://elsewhere" + path).offset()).isEqualTo(11);
        assertThat(tus.head("http://elsewhere").status()).isEqualTo(404);
        for (String target : new String[] {"*", "http://elsewhere"}) {
            Wire.Response options = tus.call("OPTIONS", target, new byte[0]);
            assertThat(options.status()).isEqualTo(204);
            assertThat(options.header("Tus-Version")).isEqualTo("1.0.0");
        }
        assertThat(tus.call("GET", "*", new byte[0]).header("Allow")).isEqualTo("OPTIONS");
    }

    @Test
    void anEncodedBodyIsNotTaken() throws IOException {
        String path = tus.create(11);
        for (String coding : new String[] {"gzip", "identity, gzip", "zstd"}) {
            String header = "Content-Encoding: " + coding;
            Wire.Response refused = tus.patch(path, 0, HELLO, header);
            assertThat(refused.status()).as(coding).isEqualTo(415);
            assertThat(refused.problem().string("type")).endsWith(":content-encoding");
            assertThat(tus.call("POST", "/files/", HELLO, "Upload-Length: 11", PATCH[1], METADATA, header)
                            .status())
                    .isEqualTo(415);
        }
        assertThat(tus.head(path).offset()).isZero();
        assertThat(rig.intake.sessions().openUploads()).isEqualTo(1);
        assertThat(tus.patch(path, 0, HELLO, "Content-Encoding: identity").offset())
                .isEqualTo(11);
    }

    @Test
    void onlyChunkedIsATransferEncoding() throws IOException {
        String path = tus.create(11);
        for (String coding : new String[] {
            "gzip, chunked", "chunked, gzip", "gzip", "identity", "chunked\r\nTransfer-Encoding: chunked"
        }) {
            try (Wire wire = new Wire(tus.server)) {
                tus.startPatch(wire, path, 0, -1, "Transfer-Encoding: " + coding);
                wire.send("b\r\nhello world\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                // RFC 9112 section 6.3: 400 where the body's end is not even defined.
                assertThat(wire.read().status()).as(coding).isIn(coding.equals("gzip, chunked") ? ONLY_501 : EITHER);
                assertThat(wire.isClosed()).isTrue();
            }
            assertThat(tus.head(path).offset()).isZero();
        }
        assertThat(rig.intake.landings().end()).isZero();
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, -1, "Transfer-Encoding: Chunked");
            wire.send("b\r\nhello world\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(wire.read().offset()).isEqualTo(11);
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        String path = tus.create(11);
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, 6);
            wire.send(HELLO, 0, 6);
            tus.start(wire, "HEAD", path, -1);
            tus.startPatch(wire, path, 6, 5);
            wire.send(HELLO, 6, 5);
            tus.start(wire, "OPTIONS", "/files/", -1);
            assertThat(wire.read().offset()).isEqualTo(6);
            assertThat(wire.read(true).offset()).isEqualTo(6);
            assertThat(wire.read().offset()).isEqualTo(11);
            assertThat(wire.read().status()).isEqualTo(204);
        }
    }

    @Test
    void continueIsSaidOnlyToAGoodRequest() throws IOException {
        String path = tus.create(11);
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 0, 11, "Expect: 100-continue");
            assertThat(wire.read().status()).isEqualTo(100);
            wire.send(HELLO);
            assertThat(wire.read().offset()).isEqualTo(11);
        }
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 3, 11, "Expect: 100-continue");
            assertThat(wire.read().status()).isEqualTo(409);
        }
    }

    @Test
    void aRefusalReachesAClientThatIsStillSending() throws IOException {
        String path = tus.create(4 << 20);
        try (Wire wire = new Wire(tus.server)) {
            tus.startPatch(wire, path, 77, 4 << 20);
            wire.send(new byte[4 << 20]);
            assertThat(wire.read().status()).isEqualTo(409);
        }
    }

    @Test
    void headersAndLinesAreLimited() throws IOException {
        try (Wire wire = new Wire(tus.server)) {
            wire.head("GET /" + "x".repeat(9000) + " HTTP/1.1", "Host: x");
            assertThat(wire.read().status()).isEqualTo(414);
        }
        try (Wire wire = new Wire(tus.server)) {
            wire.head("GET / HTTP/1.1", "Host: x", "X: " + "x".repeat(17000));
            assertThat(wire.read().status()).isEqualTo(431);
        }
    }

    @Test
    void aSilentOrSlowClientIsLetGoAndItsBytesKept() throws IOException {
        String path = tus.create(11);
        try (Wire silent = new Wire(tus.server);
                Wire slow = new Wire(tus.server);
                Wire body = new Wire(tus.server)) {
            slow.send("GET / HT".getBytes(StandardCharsets.US_ASCII));
            tus.startPatch(body, path, 0, 11);
            body.send(HELLO, 0, 5);
            assertThat(silent.isClosed()).isTrue();
            assertThat(slow.isClosed()).isTrue();
            assertThat(body.isClosed()).isTrue();
        }
        assertThat(tus.head(path).offset()).isEqualTo(5);
    }

    @Test
    void aNewerRequestEndsAnOlderOne() throws IOException {
        String path = tus.create(11);
        try (Wire dead = new Wire(tus.server)) {
            tus.startPatch(dead, path, 0, 11, "Expect: 100-continue");
            assertThat(dead.read().status()).isEqualTo(100);
            dead.send(HELLO, 0, 5);
            long offset = tus.head(path).offset();
            assertThat(offset).isBetween(0L, 5L);
            assertThat(dead.isClosed()).isTrue();
            assertThat(tus.patch(path, offset, java.util.Arrays.copyOfRange(HELLO, (int) offset, 11))
                            .offset())
                    .isEqualTo(11);
        }
        assertThat(rig.stagedBytes(TusCalls.id(path))).isEqualTo(HELLO);
    }

    @Test
    void garbageGetsAnAnswerOrIsClosedAndHurtsNobody() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            try (Wire wire = new Wire(tus.server)) {
                byte[] garbage = new byte[random.nextInt(3000) + 1];
                random.nextBytes(garbage);
                if (random.nextBoolean()) {
                    wire.send("PATCH /files/x HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                wire.send(garbage);
                wire.send("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(wire.read().status()).as("seed %d", seed).isBetween(400, 499);
            } catch (IOException closed) {
                // As good an answer to garbage as any.
            }
        }
        assertThat(tus.head(tus.create(1)).status()).isEqualTo(200);
    }

    @Test
    void plainHttpBeyondLoopbackNeedsTheSwitch() {
        GatewaySettings open = GatewaySettings.defaults().listeningOn("0.0.0.0", 0);
        assertThatThrownBy(open::address).hasMessageContaining("upload-host = 0.0.0.0");
        assertThat(open.allowingPlainBeyondLoopback(true).plainBeyondLoopback()).isTrue();
        assertThatThrownBy(() -> GatewaySettings.defaults().listeningOn("x", 70000))
                .hasMessageContaining("upload-port = 70000");
    }
}
