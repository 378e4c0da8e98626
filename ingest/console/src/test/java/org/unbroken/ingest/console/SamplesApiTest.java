package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.access.Role;

/** Spot checks over real HTTP, on a real log. */
@Tag("slow")
class SamplesApiTest {
    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String inspector;
    private final List<RecordingId> films = new ArrayList<>();
    private final Instant began = Instant.now().minusSeconds(60);

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        inspector = rooms.token(Role.AUDITOR, Optional.of("county"), "督察李");
        for (int i = 0; i < 12; i++) {
            films.add(rooms.sealed("county", "cam-" + i % 3, SampleRecordings.bytes(100 + i, 1), Map.of()));
        }
        rooms.sealed("town", "cam-1", SampleRecordings.bytes(50, 1), Map.of());
        rooms.received("county", "cam-1", SampleRecordings.bytes(51, 1), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return browser.send("POST", path, body, "Authorization", "Bearer " + inspector);
    }

    private String request(String amount) {
        return "{\"from\":\"" + Timestamps.format(began) + "\",\"to\":\"" + Timestamps.format(Instant.now())
                + "\",\"reason\":\"月度抽查\"," + amount + "}";
    }

    private JsonObject drawn(String amount) throws Exception {
        HttpResponse<byte[]> answer = post("/api/samples", request(amount));
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(202);
        String id = JsonObject.parse(answer.body()).string("sample");
        return browser.json("/api/samples/" + id, inspector);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aSampleIsDrawnByTheFirstCheckpointThatCoversItsRequestAndAnybodyCanDoItAgain() throws Exception {
        JsonObject sample = drawn("\"count\":4");
        JsonObject drawn = sample.object("drawn");
        assertThat(sample.string("state")).isEqualTo("drawn");
        assertThat(drawn.integer("population")).as("sealed, and of this agency").isEqualTo(12);
        assertThat(drawn.integer("tree_size")).isGreaterThan(sample.integer("index"));

        String auditor = rooms.token(Role.AUDITOR, Optional.empty());
        Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(browser.send(
                                "GET",
                                "/log/checkpoints/" + drawn.integer("tree_size"),
                                "",
                                "Authorization",
                                "Bearer " + auditor)
                        .body())
                .text());
        String seed = sha256("unbroken/sample/1\n" + sample.string("sample") + "\n" + checkpoint.size() + "\n"
                + checkpoint.root().hex() + "\n");
        assertThat(drawn.string("seed")).isEqualTo(seed);
        List<String> again = films.stream()
                .map(RecordingId::value)
                .sorted(Comparator.comparing(id -> {
                    try {
                        return sha256(seed + "\n" + id + "\n");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .limit(4)
                .toList();
        assertThat(drawn.array("recordings").strings()).isEqualTo(again);

        rooms.sealed("county", "cam-1", SampleRecordings.bytes(500, 1), Map.of());
        assertThat(browser.json("/api/samples/" + sample.string("sample"), inspector)
                        .object("drawn"))
                .as("what comes later changes nothing")
                .isEqualTo(drawn);
    }

    @Test
    void aShareIsRoundedUp() throws Exception {
        assertThat(drawn("\"share_bp\":1000")
                        .object("drawn")
                        .array("recordings")
                        .items())
                .hasSize(2);
        assertThat(drawn("\"share_bp\":10000")
                        .object("drawn")
                        .array("recordings")
                        .items())
                .hasSize(12);
        for (String wrong : List.of("\"count\":0", "\"share_bp\":10001", "\"count\":1,\"share_bp\":5", "\"x\":1")) {
            assertThat(post("/api/samples", request(wrong)).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void resultsAndCommentsAreKeptWithTheRecordingAndShownWithTheSample() throws Exception {
        JsonObject sample = drawn("\"count\":2");
        String path = "/api/samples/" + sample.string("sample") + "/review";
        String one = sample.object("drawn").array("recordings").strings().get(0);
        HttpResponse<byte[]> answer = post(
                path, "{\"recording\":\"" + one + "\",\"result\":\"faulty\",\"comment\":\"王五 not told of recording\"}");
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        JsonObject shown = browser.json("/api/samples/" + sample.string("sample"), inspector)
                .array("recordings")
                .objects()
                .get(0);
        JsonObject review = shown.array("reviews").objects().get(0);
        assertThat(review.string("comment")).contains("王五");
        assertThat(review.string("by")).isEqualTo("督察李");
        assertThat(rooms.ledger().custody(new RecordingId(one)).stream()
                        .map(record -> record.entry().json().text()))
                .noneMatch(entry -> entry.contains("王五") || entry.contains("faulty"));

        String other = films.stream()
                .map(RecordingId::value)
                .filter(id ->
                        !sample.object("drawn").array("recordings").strings().contains(id))
                .findFirst()
                .orElseThrow();
        assertThat(post(path, "{\"recording\":\"" + other + "\",\"result\":\"in-order\"}")
                        .statusCode())
                .as("was not drawn")
                .isEqualTo(409);
        assertThat(post(path, "{\"recording\":\"" + one + "\",\"result\":\"faulty\"}")
                        .statusCode())
                .as("without a word on what was found")
                .isEqualTo(400);
        assertThat(post(path, "{\"recording\":\"" + one + "\",\"result\":\"good\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anotherAgencysSampleIsNotThere() throws Exception {
        JsonObject sample = drawn("\"count\":1");
        String foreign = rooms.token(Role.AUDITOR, Optional.of("town"), "other");
        assertThat(browser.send(
                                "GET",
                                "/api/samples/" + sample.string("sample"),
                                "",
                                "Authorization",
                                "Bearer " + foreign)
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.json("/api/samples", foreign).array("samples").items())
                .isEmpty();
        assertThat(browser.json("/api/samples", inspector).array("samples").items())
                .hasSize(1);
    }
}
