package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.cases.MediaKind;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.HolidayNotice;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Labels, reported moments and explanations of a recording: entered, shown, and used by its deadlines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsApiTest {
    private static final byte[] FILM = SampleRecordings.bytes(3000, 4);

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String officer;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        rooms.rules = new AgencyRules(
                Map.of(
                        "county", shelf.find("A").orElseThrow(),
                        "commission", shelf.find("C").orElseThrow(),
                        "henan", shelf.find("G").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped()
                        .with(new HolidayNotice(year, "invented", Set.of(), Set.of()))
                        .with(new HolidayNotice(year + 1, "invented", Set.of(), Set.of())));
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        officer = rooms.token(Role.OFFICER, Optional.empty(), "李四");
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(RecordingId id, String what, String body) throws Exception {
        return browser.send("POST", "/api/recordings/" + id + "/" + what, body, "Authorization", "Bearer " + officer);
    }

    private JsonObject done(RecordingId id, String what, String body) throws Exception {
        HttpResponse<byte[]> answer = post(id, what, body);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body());
    }

    private String ago(Duration time) {
        return Timestamps.format(now.minus(time));
    }

    private JsonObject shown(RecordingId id) throws Exception {
        return browser.json("/api/recordings/" + id, officer);
    }

    private JsonObject deadline(RecordingId id, String duty) throws Exception {
        return shown(id).array("deadlines").objects().stream()
                .filter(deadline -> deadline.string("duty").equals(duty))
                .findFirst()
                .orElseThrow();
    }

    /** A17: name, category, place, content, within two working days of storage. */
    @Test
    void labelsAddedLaterFulfilTheDeadlineAndKeepTheirHistory() throws Exception {
        RecordingId id = rooms.sealed("county", "cam-1", FILM, Map.of("place", "门卫室", "matter", "检查", "case", "K-1"));
        assertThat(deadline(id, "label").array("missing").strings()).containsExactly("category", "name");
        byte[] manifest =
                browser.get("/api/recordings/" + id + "/manifest", officer).body();

        done(id, "labels", "{\"labels\":{\"name\":\"01 门卫室检查\",\"category\":\"现场检查\"}}");
        assertThat(deadline(id, "label").string("state")).isEqualTo("done");
        assertThat(Instant.parse(deadline(id, "label").string("done")))
                .as("when the last of them came")
                .isAfter(Instant.parse(shown(id).string("received_at")));
        assertThat(post(id, "labels", "{\"labels\":{\"case\":\"K-2\"}}").statusCode())
                .as("a correction says why")
                .isEqualTo(400);
        JsonObject corrected = done(id, "labels", "{\"labels\":{\"case\":\"K-2\",\"place\":null},\"reason\":\"案号写错\"}");
        assertThat(corrected.object("labels").string("case")).isEqualTo("K-2");
        assertThat(deadline(id, "label").array("missing").strings()).containsExactly("place");

        List<JsonObject> history = browser.json("/api/recordings/" + id + "/labels", officer)
                .array("history")
                .objects();
        assertThat(history).hasSize(3);
        assertThat(history.get(0).bool("upload")).isTrue();
        assertThat(history.get(0).object("labels").string("case")).isEqualTo("K-1");
        assertThat(history.get(2).string("reason")).isEqualTo("案号写错");
        assertThat(history.get(2).string("by")).isEqualTo("李四");
        assertThat(browser.json("/api/recordings?case=K-2", officer)
                        .array("recordings")
                        .items())
                .hasSize(1);
        assertThat(browser.json("/api/recordings?case=K-1", officer)
                        .array("recordings")
                        .items())
                .isEmpty();
        assertThat(browser.get("/api/recordings/" + id + "/manifest", officer).body())
                .isEqualTo(manifest);
    }

    @Test
    void kindsAndFactsAreOfClosedSets() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of());
        for (String wrong : List.of(
                "{\"labels\":{\"kind\":\"hologram\"}}",
                "{\"labels\":{\"long_term\":\"boredom\"}}",
                "{\"labels\":{\"secrecy\":\"state-secret\"}}",
                "{\"labels\":{\"evidence\":\"perhaps\"}}",
                "{\"labels\":{\"list_signed_on\":\"yesterday\"}}",
                "{\"labels\":{\"colour\":\"red\"}}",
                "{\"labels\":{\"place\":7}}",
                "{\"labels\":{\"place\":\" \"}}",
                "{\"labels\":{}}",
                "{}")) {
            assertThat(post(id, "labels", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        done(
                id,
                "labels",
                "{\"labels\":{\"kind\":\"handed-in\",\"handed_in_by\":\"张三\",\"list\":\"清单 3 号\",\"list_signed_by\":\"张三\","
                        + "\"list_signed_on\":\"2026-11-20\"}}");
        assertThat(shown(id).object("labels").string("kind")).isEqualTo("handed-in");

        // C5: of a fixed camera, into the file within 30 days of the decision.
        done(id, "labels", "{\"labels\":{\"kind\":\"fixed-camera\"},\"reason\":\"窗口监控\"}");
        assertThat(deadline(id, "fixed-camera-file").string("state")).isEqualTo("waiting");
    }

    /** Every regulation's list of media is among them. */
    @Test
    void everyKindOfMediumIsALabel() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of());
        for (MediaKind kind : MediaKind.values()) {
            done(id, "labels", "{\"labels\":{\"kind\":\"" + kind.wire() + "\"},\"reason\":\"更正\"}");
            assertThat(shown(id).object("labels").string("kind")).isEqualTo(kind.wire());
        }
    }

    @Test
    void ofWhatAPartyHandedInTheListAndItsSignatureAreKept() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of());
        JsonObject list = JsonObject.builder()
                .put("kind", "handed-in")
                .put("handed_in_by", "张三")
                .put("list", "清单 3 号")
                .put("list_signed_by", "张三")
                .put("list_signed_on", "2026-11-20")
                .build();
        done(id, "labels", JsonObject.builder().put("labels", list).build().text());
        assertThat(shown(id).object("labels")).isEqualTo(list);
    }

    /** C5: of a fixed camera, into the file within 30 days of the decision. Of a body-worn one there is no such term. */
    @Test
    void whatIsLabelledAFixedCamerasHasAFixedCamerasTerm() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of());
        assertThat(shown(id).array("deadlines").objects())
                .extracting(deadline -> deadline.string("duty"))
                .doesNotContain("fixed-camera-file");
        done(id, "labels", "{\"labels\":{\"kind\":\"fixed-camera\"}}");
        assertThat(deadline(id, "fixed-camera-file").string("state")).isEqualTo("waiting");
    }

    @Test
    void labelledFactsDecideHowLongItIsKept() throws Exception {
        RecordingId id = rooms.sealed("county", "cam-1", FILM, Map.of("place", "门卫室", "matter", "检查"));
        done(id, "labels", "{\"labels\":{\"name\":\"01\",\"category\":\"c\"}}");
        assertThat(classes(id)).containsExactly("plain");
        done(id, "labels", "{\"labels\":{\"evidence\":\"yes\"},\"reason\":\"当事人投诉\"}");
        assertThat(Browser.text(post(id, "labels", "{\"labels\":{\"long_term\":\"dispute\"}}")))
                .as("said in one place")
                .contains("…/long-term");
        done(id, "long-term", "{\"trigger\":\"dispute\",\"reason\":\"当事人投诉\"}");
        assertThat(classes(id)).containsExactly("plain", "evidence", "long-term");
    }

    private List<String> classes(RecordingId id) throws Exception {
        return shown(id).object("keeping").array("reasons").objects().stream()
                .map(reason -> reason.string("class"))
                .toList();
    }

    /** A16: 24 hours after the return; nobody told it, so the recording's end stood in for it. */
    @Test
    void aReportedReturnIsWhatTheDeadlineCountsFrom() throws Exception {
        RecordingId id = rooms.sealed("county", "cam-1", FILM, Map.of("recorded_end", ago(Duration.ofHours(30))));
        assertThat(deadline(id, "upload").string("state")).isEqualTo("late");
        done(id, "reported", "{\"returned\":\"" + ago(Duration.ofHours(20)) + "\"}");

        JsonObject upload = deadline(id, "upload");
        assertThat(upload.string("state")).isEqualTo("done");
        assertThat(upload.object("basis").bool("assumed")).isFalse();
        assertThat(upload.string("due")).isEqualTo(ago(Duration.ofHours(-4)));
        assertThat(shown(id).array("reported").objects().get(0).string("by")).isEqualTo("李四");
        assertThat(post(id, "reported", "{\"returned\":\"" + ago(Duration.ofHours(-4)) + "\"}")
                        .statusCode())
                .as("not come yet")
                .isEqualTo(400);
        assertThat(post(id, "reported", "{\"reason\":\"r\"}").statusCode()).isEqualTo(400);
    }

    /** C19: continuous work, truly unable: 24 hours after the return, which has to be told. */
    @Test
    void anExceptionThatIsClaimedAndSufficesGivesTime() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of("recorded_end", ago(Duration.ofDays(6))));
        assertThat(deadline(id, "upload").bool("reason_wanted")).isTrue();
        done(id, "reported", "{\"exception\":{\"circumstance\":\"continuous\",\"reason\":\"连续执勤\",\"unable\":true}}");
        assertThat(deadline(id, "upload").object("exception").bool("applied")).isFalse();
        assertThat(deadline(id, "upload")
                        .object("exception")
                        .array("lacking")
                        .objects()
                        .get(0)
                        .string("en"))
                .contains("back at the unit");
        done(id, "reported", "{\"returned\":\"" + ago(Duration.ofHours(3)) + "\"}");
        assertThat(deadline(id, "upload").object("exception").bool("applied")).isTrue();
        assertThat(deadline(id, "upload").string("state")).isEqualTo("done");
    }

    @Test
    void aLateUploadIsListedUntilSomebodySaysWhy() throws Exception {
        RecordingId id = rooms.sealed("henan", "cam-1", FILM, Map.of("recorded_end", ago(Duration.ofHours(60))));
        assertThat(late()).contains(id.value());
        assertThat(post(id, "explained", "{\"kind\":\"late-upload\"}").statusCode())
                .isEqualTo(400);
        done(id, "explained", "{\"kind\":\"late-upload\",\"reason\":\"采集站故障\",\"reported_to\":\"队长\"}");
        assertThat(late()).doesNotContain(id.value());
        assertThat(deadline(id, "upload").string("state")).as("late it was").isEqualTo("late");
        assertThat(rooms.ledger().custody(id).get(2).entry().json().text()).doesNotContain("采集站", "队长");
    }

    private List<String> late() throws Exception {
        return browser.json("/api/deadlines?agency=henan", officer).array("deadlines").objects().stream()
                .filter(deadline -> deadline.string("duty").equals("upload"))
                .map(deadline -> deadline.string("recording"))
                .toList();
    }

    private static JsonObject finding(String kind, long atSeconds, String weight) {
        return JsonObject.builder()
                .put("kind", kind)
                .put("at_us", atSeconds * 1_000_000)
                .put("length_us", 2_000_000)
                .put("weight", weight)
                .build();
    }

    /** C13: explained by voice on restart; unable to go on: reported at once, and in writing. */
    @Test
    void anInterruptionShowsWhetherItIsExplained() throws Exception {
        RecordingId id = rooms.sealed("commission", "cam-1", FILM, Map.of());
        rooms.analysed(
                id,
                "commission",
                JsonObject.builder()
                        .put("recording", id.value())
                        .put(
                                "continuity",
                                JsonObject.builder()
                                        .put("verdict", "interrupted")
                                        .put(
                                                "findings",
                                                new JsonArray(List.of(
                                                        finding("gap", 10, "certain"),
                                                        finding("gap", 300, "certain"),
                                                        finding("join", 400, "likely"))))
                                        .build())
                        .build());
        done(id, "explained", "{\"kind\":\"interruption\",\"cause\":\"battery\",\"spoken_at_us\":15000000}");
        done(
                id,
                "explained",
                "{\"kind\":\"could-not-go-on\",\"cause\":\"other\",\"at_us\":900000000,\"reason\":\"设备坠落\"}");

        List<JsonObject> findings =
                shown(id).object("continuity").array("findings").objects();
        assertThat(findings.get(0).array("explained").items()).hasSize(1);
        assertThat(findings.get(1).find("explained"))
                .as("five minutes later: nobody said why")
                .isEmpty();
        assertThat(findings.get(2).find("explained")).as("no interruption").isEmpty();
        List<JsonObject> explained = shown(id).array("explanations").objects();
        assertThat(explained.get(0).array("lacking").items()).isEmpty();
        assertThat(explained.get(1).array("lacking").objects())
                .extracting(said -> said.string("zh"))
                .anyMatch(zh -> zh.contains("书面"))
                .anyMatch(zh -> zh.contains("部门负责人"))
                .anyMatch(zh -> zh.contains("客观原因"));
        assertThat(Browser.text(browser.get("/recordings/" + id, officer))).contains("设备坠落", "部门负责人");
    }

    @Test
    void nothingIsSaidOfWhatWasDisposedOf() throws Exception {
        RecordingId id = rooms.sealed("elsewhere", "cam-1", FILM, Map.of());
        rooms.disposed(id, "elsewhere");
        assertThat(post(id, "labels", "{\"labels\":{\"case\":\"K\"}}").statusCode())
                .isEqualTo(410);
        assertThat(post(id, "explained", "{\"kind\":\"interruption\",\"reason\":\"r\"}")
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void whoHadNoAnswerAsksAgain() throws Exception {
        RecordingId id = rooms.sealed("elsewhere", "cam-1", FILM, Map.of());
        String body = "{\"labels\":{\"case\":\"K\"},\"statement\":\"01a1ffcd-31bb-7000-8000-0000000000e1\"}";
        long first = done(id, "labels", body).integer("index");
        assertThat(done(id, "labels", body).integer("index")).isEqualTo(first);
    }
}
