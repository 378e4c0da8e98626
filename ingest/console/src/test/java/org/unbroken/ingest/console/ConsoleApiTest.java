package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.FileVerification;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.worm.ObjectKey;

/** The API over real HTTP, on the real store, log, ledger and tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleApiTest {
    private static final byte[] FILM = SampleRecordings.bytes(ChunkChain.CHUNK_BYTES + 70_000, 1);
    private static final String MP4 = "video/mp4";

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private RecordingId film;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.empty());
        film = rooms.sealed("jiading", "cam-7", FILM, Map.of("filename", "night shift.MP4", "case", "A-17"));
    }

    @AfterEach
    void mend() {
        rooms.log.full = false;
        rooms.problems = List.of();
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private static String api(RecordingId id, String what) {
        return "/api/recordings/" + id + what;
    }

    @Test
    void showsARecordingWithTheNamesOfTheContract() throws Exception {
        JsonObject json = browser.json(api(film, ""), custodian);

        assertThat(json.string("id")).isEqualTo(film.value());
        assertThat(json.string("agency")).isEqualTo("jiading");
        assertThat(json.string("camera")).isEqualTo("cam-7");
        assertThat(json.string("state")).isEqualTo("sealed");
        assertThat(json.string("description")).isEqualTo("pending");
        assertThat(json.string("sha256")).isEqualTo(Sha256.of(FILM).hex());
        assertThat(json.integer("size")).isEqualTo(FILM.length);
        assertThat(json.string("name")).isEqualTo("night shift.MP4");
        assertThat(json.integer("position")).isEqualTo(1);
        assertThat(json.object("labels").string("case")).isEqualTo("A-17");
        for (String unknown : List.of("reason", "continuity", "metadata", "repeat_of")) {
            assertThat(json.members()).as("there, and not known").containsEntry(unknown, JsonNull.NULL);
        }
    }

    @Test
    void showsContinuityAndMetadataOfTheNewestAnalysis() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-8", FILM, Map.of());
        JsonObject analysis = JsonObject.parse(
                """
                {"description":"partial","reason":"no sound","duration_us":5000000,"metadata":{"make":"Acme"},
                 "continuity":{"verdict":"interrupted","findings":[{"kind":"gap","stream":"0:video","at_us":1000000,
                 "length_us":2000000,"weight":"certain","detail":"nothing for 2 s"}]}}"""
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        rooms.analysed(id, "jiading", analysis);

        JsonObject json = browser.json(api(id, ""), custodian);

        assertThat(json.string("description")).isEqualTo("partial");
        assertThat(json.string("reason")).isEqualTo("no sound");
        assertThat(json.object("continuity")).isEqualTo(analysis.object("continuity"));
        assertThat(json.object("metadata").string("make")).isEqualTo("Acme");
        assertThat(json.object("metadata").integer("duration_us")).isEqualTo(5_000_000);
        assertThat(browser.get(api(id, "/analysis"), custodian).body()).isEqualTo(analysis.canonical());
    }

    @Test
    void manifestAndReceiptVerifyTheBytesThatTheConsoleGives() throws Exception {
        byte[] manifest = browser.get(api(film, "/manifest"), custodian).body();
        byte[] receipt = browser.get(api(film, "/receipt"), custodian).body();
        byte[] original = browser.get(api(film, "/original"), custodian).body();
        String key = Browser.text(browser.get("/log/key", custodian)).strip();

        assertThat(Manifest.parse(manifest).recording()).isEqualTo(film);
        assertThat(TlogProof.parse(receipt).provesExtra()).isTrue();
        assertThat(FileVerification.run(
                                java.nio.channels.Channels.newChannel(new java.io.ByteArrayInputStream(original)),
                                manifest,
                                receipt,
                                TrustPolicy.ofKeys(new org.unbroken.integrity.note.VerifierKey(key)),
                                bytes -> {})
                        .verdict())
                .isEqualTo(Verdict.INTACT);
    }

    @Test
    void whatIsNotSealedYetIsToBeAskedForAgain() throws Exception {
        RecordingId id = rooms.received("jiading", "cam-9", FILM, Map.of());

        for (String what : List.of("/manifest", "/receipt", "/analysis")) {
            HttpResponse<byte[]> answer = browser.get(api(id, what), custodian);
            assertThat(answer.statusCode()).as(what).isEqualTo(202);
            assertThat(answer.headers().firstValue("Retry-After")).as(what).isPresent();
        }
        assertThat(browser.get(api(id, "/original"), custodian).statusCode()).isEqualTo(404);
    }

    @Test
    void custodyGivesEntriesAndTheDetailsTheirDigestsStandFor() throws Exception {
        JsonObject custody = browser.json(api(film, "/custody"), custodian);

        List<JsonObject> entries = custody.array("entries").objects();
        assertThat(entries).extracting(entry -> entry.string("event")).startsWith("received", "sealed");
        for (JsonObject shown : entries) {
            Entry entry = new Entry(shown.object("entry"));
            assertThat(new Detail(shown.object("detail")).digest()).isEqualTo(entry.detail());
        }
    }

    @Test
    void filtersAreAllApplied() throws Exception {
        rooms.sealed("baoshan", "cam-7", FILM, Map.of("case", "A-17"));

        assertThat(ids("?agency=jiading&camera=cam-7&case=A-17&state=sealed")).containsExactly(film.value());
        assertThat(ids("?agency=jiading&camera=cam-7&state=quarantined")).isEmpty();
        assertThat(ids("?agency=nowhere")).isEmpty();
        assertThat(ids("?camera=cam-7&from=2001-01-01&to=2002-01-01T00:00:00%2B08:00"))
                .isEmpty();
    }

    @Test
    void whatIsQuarantinedIsNotSaidToBeDescribedSomeDay() throws Exception {
        RecordingId id = rooms.received("aside", "cam-9", FILM, Map.of());
        rooms.quarantined(id, "aside", "cam-9", "not what the camera announced");
        JsonObject json = browser.json(api(id, ""), custodian);
        assertThat(json.string("state")).isEqualTo("quarantined");
        assertThat(json.string("description")).isEqualTo("failed");
        assertThat(json.string("reason")).isEqualTo("not what the camera announced");
    }

    @Test
    void streamsAreToldInWords() throws Exception {
        RecordingId id = rooms.sealed("words", "cam-3", FILM, Map.of());
        rooms.analysed(
                id,
                "words",
                JsonObject.parse(
                        """
                        {"description":"done","metadata":{},"streams":[{"index":0,"kind":"video","codec":"h264","width":320,
                         "height":240,"rotation":0,"frames_counted":565,"duration_us":12000000,"start_us":0}]}"""
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(Browser.text(browser.get("/recordings/" + id, custodian)))
                .contains("h264 320×240 · 47.1 fps · 565 frames · 12.0 s")
                .doesNotContain("frames counted");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() throws Exception {
        for (int i = 0; i < 5; i++) {
            rooms.received("paging", "cam-" + i, new byte[0], Map.of());
        }
        JsonObject first = browser.json("/api/recordings?agency=paging&limit=3", custodian);
        JsonObject second =
                browser.json("/api/recordings?agency=paging&limit=3&after=" + first.string("next"), custodian);

        List<String> all = new java.util.ArrayList<>(idsOf(first));
        all.addAll(idsOf(second));
        assertThat(all).hasSize(5).doesNotHaveDuplicates().isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(second.find("next")).isEmpty();
        assertThat(second.members()).containsKey("next");
    }

    private List<String> ids(String query) throws Exception {
        return idsOf(browser.json("/api/recordings" + query, custodian));
    }

    private static List<String> idsOf(JsonObject page) {
        return page.array("recordings").objects().stream()
                .map(recording -> recording.string("id"))
                .toList();
    }

    @Test
    void aWrongFilterIsNamedWithWhatWouldBeRight() throws Exception {
        Map<String, String> wrong = Map.of(
                "state=lost", "landed, sealed, blocked, quarantined, disposed",
                "limit=0", "1 to 1000",
                "limit=1001", "1 to 1000",
                "from=yesterday", "2026-11-21T20:30:00Z",
                "after=7", "recording id",
                "agency=a%2Fb", "A-Z",
                "agancy=jiading", "agency, camera",
                "case=", "256");
        for (Map.Entry<String, String> query : wrong.entrySet()) {
            HttpResponse<byte[]> answer = browser.get("/api/recordings?" + query.getKey(), custodian);
            assertThat(answer.statusCode()).as(query.getKey()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(JsonObject.parse(answer.body()).string("type")).isEqualTo("urn:unbroken:problem:bad-parameter");
            String name = query.getKey().substring(0, query.getKey().indexOf('='));
            assertThat(JsonObject.parse(answer.body()).string("detail"))
                    .contains(name)
                    .contains(query.getValue());
        }
    }

    @Test
    void originalsComeInRangesUnderANameMadeFromTheId() throws Exception {
        String path = api(film, "/original");
        HttpResponse<byte[]> whole = browser.get(path, custodian);
        assertThat(whole.body()).isEqualTo(FILM);
        assertThat(whole.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + film + ".mp4\"");
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("application/octet-stream");

        HttpResponse<byte[]> middle = range(path, "bytes=8388600-8388700");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(FILM, 8_388_600, 8_388_701));
        assertThat(middle.headers().firstValue("Content-Range")).hasValue("bytes 8388600-8388700/" + FILM.length);
        assertThat(range(path, "bytes=-5").body()).isEqualTo(Arrays.copyOfRange(FILM, FILM.length - 5, FILM.length));
        assertThat(range(path, "bytes=" + (FILM.length - 3) + "-").body()).hasSize(3);
        assertThat(range(path, "bytes=" + FILM.length + "-").statusCode()).isEqualTo(416);
        assertThat(range(path, "bytes=0-1,5-6").statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadTellsTheSizeAndSendsNothing() throws Exception {
        int before = rooms.log.appended;
        HttpResponse<byte[]> head =
                browser.send("HEAD", api(film, "/original"), "", "Authorization", "Bearer " + custodian);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(FILM.length));
        assertThat(head.body()).isEmpty();
        assertThat(rooms.log.appended).isEqualTo(before);
    }

    private HttpResponse<byte[]> range(String path, String range) throws Exception {
        return browser.send("GET", path, "", "Authorization", "Bearer " + custodian, "Range", range);
    }

    @Test
    void aViewingIsInTheLogOnceForAllRangesOfOnePlayer() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-view", FILM, Map.of());
        rooms.derived.put(id, "proxy.mp4", SampleRecordings.bytes(300_000, 3));
        String officer = rooms.token(Role.OFFICER, Optional.of("jiading"));

        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> part = browser.send(
                    "GET",
                    api(id, "/proxy"),
                    "",
                    "Authorization",
                    "Bearer " + officer,
                    "Range",
                    "bytes=" + i * 1000 + "-" + (i * 1000 + 999));
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.headers().firstValue("Content-Type")).hasValue(MP4);
        }

        List<CustodyRecord> viewed = awaitEvents(id, CustodyEvent.VIEWED);
        assertThat(viewed).hasSize(1);
        assertThat(viewed.get(0).detail().orElseThrow().string("what")).isEqualTo("proxy");
    }

    private List<CustodyRecord> awaitEvents(RecordingId id, CustodyEvent event) throws Exception {
        return Await.until(
                () -> rooms.ledger().custody(id).stream()
                        .filter(record -> record.entry().is(event))
                        .toList(),
                found -> !found.isEmpty());
    }

    @Test
    void nothingIsShownThatTheLogDoesNotTake() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-unseen", FILM, Map.of());
        for (String name : List.of("proxy.mp4", "poster.jpg", "storyboard.jpg")) {
            rooms.derived.put(id, name, SampleRecordings.bytes(100, 4));
        }
        rooms.log.full = true;

        for (String what : List.of("/proxy", "/poster", "/storyboard", "/original")) {
            HttpResponse<byte[]> refused = browser.get(api(id, what), custodian);
            assertThat(refused.statusCode()).as(what).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        rooms.log.full = false;
        assertThat(browser.get(api(id, "/poster"), custodian).headers().firstValue("Content-Type"))
                .hasValue("image/jpeg");
    }

    @Test
    void aProxyIsMadeOnDemand() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-demand", FILM, Map.of());
        HttpResponse<byte[]> making = browser.get(api(id, "/proxy"), custodian);
        assertThat(making.statusCode()).isEqualTo(202);
        assertThat(making.headers().firstValue("Retry-After")).isPresent();

        byte[] proxy = SampleRecordings.bytes(5000, 9);
        rooms.derived.put(id, "proxy.mp4", proxy);
        assertThat(browser.get(api(id, "/proxy"), custodian).body()).isEqualTo(proxy);
    }

    @Test
    void whyThereIsNoProxyIsTold() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-none", FILM, Map.of());
        rooms.derived
                .requested(id)
                .completeExceptionally(new CompletionException(new IllegalStateException("no picture")));

        HttpResponse<byte[]> answer = browser.get(api(id, "/proxy"), custodian);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Browser.text(answer)).contains("no picture");
    }

    @Test
    void verificationFindsTheRecordingIntactAndSaysSoInTheLog() throws Exception {
        JsonObject done = verified(film);

        assertThat(done.string("verdict")).isEqualTo("intact");
        assertThat(done.integer("bytes_done")).isEqualTo(FILM.length);
        assertThat(done.array("damaged_chunks").items()).isEmpty();
        assertThat(awaitEvents(film, CustodyEvent.VERIFIED)).isNotEmpty();
        assertThat(Browser.text(browser.get("/metrics", rooms.token(Role.OPERATOR, Optional.empty()))))
                .contains("unbroken_verifications_total{verdict=\"intact\"}")
                .contains(
                        "unbroken_console_request_seconds_count{route=\"/api/recordings/{id}/verify\",status=\"202\"}");
    }

    @Test
    void oneFlippedBitIsFoundAndItsChunkNamed() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-flip", FILM, Map.of());
        flip(rooms.worm.localPath(ObjectKey.original(id)).orElseThrow(), ChunkChain.CHUNK_BYTES + 5);

        JsonObject done = verified(id);

        assertThat(done.string("verdict")).isEqualTo("damaged");
        assertThat(done.array("damaged_chunks").items()).containsExactly(new JsonInteger(1));
        assertThat(awaitEvents(id, CustodyEvent.VERIFIED)
                        .get(0)
                        .detail()
                        .orElseThrow()
                        .string("verdict"))
                .isEqualTo("damaged");
    }

    private JsonObject verified(RecordingId id) throws Exception {
        HttpResponse<byte[]> started =
                browser.send("POST", api(id, "/verify"), "", "Authorization", "Bearer " + custodian);
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(started.headers().firstValue("Location")).hasValue(api(id, "/verify"));
        return Await.until(() -> browser.json(api(id, "/verify"), custodian), json -> json.string("state")
                .equals("done"));
    }

    private static void flip(Path file, long at) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.flip();
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get() ^ 1)}), at);
        }
    }

    @Test
    void whatWasNeverSealedCannotBeVerified() throws Exception {
        RecordingId id = rooms.received("jiading", "cam-early", FILM, Map.of());

        assertThat(browser.send("POST", api(id, "/verify"), "", "Authorization", "Bearer " + custodian)
                        .statusCode())
                .isEqualTo(409);
        assertThat(browser.get(api(id, "/verify"), custodian).statusCode()).isEqualTo(404);
    }

    @Test
    void ofWhatWasDisposedOfOnlyTheLogIsLeft() throws Exception {
        RecordingId id = rooms.sealed("jiading", "cam-gone", FILM, Map.of());
        rooms.disposed(id, "jiading");

        assertThat(browser.json(api(id, ""), custodian).string("state")).isEqualTo("disposed");
        for (String what : List.of("/original", "/proxy", "/poster", "/storyboard", "/manifest")) {
            assertThat(browser.get(api(id, what), custodian).statusCode())
                    .as(what)
                    .isEqualTo(410);
        }
        assertThat(browser.get(api(id, "/receipt"), custodian).statusCode()).isEqualTo(200);
    }

    @Test
    void readinessNamesThePartAndKeepsTheRestForThoseSignedIn() throws Exception {
        assertThat(browser.send("GET", "/readyz", "").statusCode()).isEqualTo(200);
        rooms.problems = List.of(new Readiness.Problem("disk", "/srv/secret-path is full"));

        HttpResponse<byte[]> notReady = browser.send("GET", "/readyz", "");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(Browser.text(notReady)).contains("disk").doesNotContain("secret-path");
        assertThat(Browser.text(browser.get("/api/overview", custodian))).contains("secret-path");
        assertThat(browser.send("GET", "/healthz", "").statusCode()).isEqualTo(200);
    }
}
