package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Cases from their opening to their archive, and their footage against what should be there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class CasesApiTest {
    private static final byte[] FILM = SampleRecordings.bytes(3000, 4);

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private String officer;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        "mingshan", shelf.find("B").orElseThrow(),
                        "commission", shelf.find("C").orElseThrow(),
                        "chengde", shelf.find("I").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.of("mingshan"));
        officer = rooms.token(Role.OFFICER, Optional.of("mingshan"), "李四");
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String path, String body, String token) throws Exception {
        return browser.send("POST", path, body, "Authorization", "Bearer " + token);
    }

    private JsonObject done(String path, String body, String token) throws Exception {
        HttpResponse<byte[]> answer = post(path, body, token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body());
    }

    private String open(String number, String more) throws Exception {
        return done("/api/cases", "{\"case\":{\"number\":\"" + number + "\"" + more + "}}", officer)
                .string("id");
    }

    private RecordingId film(String number, String stage, Duration startedAgo, Duration length) throws Exception {
        RecordingId id = rooms.sealed(
                "mingshan",
                "cam-1",
                FILM,
                Map.of(
                        "case", number,
                        "recorded_start", ago(startedAgo),
                        "recorded_end", ago(startedAgo.minus(length))));
        done("/api/recordings/" + id + "/labels", "{\"labels\":{\"stage\":\"" + stage + "\"}}", officer);
        return id;
    }

    private String ago(Duration time) {
        return Timestamps.format(now.minus(time));
    }

    private JsonObject deadline(JsonObject of, String duty) {
        return of.array("deadlines").objects().stream()
                .filter(deadline -> deadline.string("duty").equals(duty))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject step(JsonObject check, String step) {
        return check.array("steps").objects().stream()
                .filter(each -> each.string("step").equals(step))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCaseIsOpenedClosedAndArchived() throws Exception {
        String id = open("明劳监〔2026〕1号", ",\"parties\":[\"张三\"],\"handlers\":[\"李四\",\"王五\"],\"matter\":\"欠薪\"");
        JsonObject opened = browser.json("/api/cases/" + id, officer);
        assertThat(opened.string("state")).isEqualTo("open");
        assertThat(opened.array("handlers").strings()).containsExactly("李四", "王五");
        assertThat(deadline(opened, "case-file").string("state"))
                .as("B34: from the end of the act")
                .isEqualTo("waiting");
        assertThat(post("/api/cases", "{\"case\":{\"number\":\"明劳监〔2026〕1号\"}}", officer)
                        .statusCode())
                .as("two cases of one number would be one")
                .isEqualTo(409);

        String ended = ago(Duration.ofDays(31));
        done(
                "/api/cases/" + id + "/change",
                "{\"case\":{\"act_ended\":\"" + ended + "\",\"matter\":null},\"reason\":\"登记\"}",
                officer);
        JsonObject changed = browser.json("/api/cases/" + id, officer);
        assertThat(changed.members()).containsEntry("matter", JsonNull.NULL);
        assertThat(deadline(changed, "case-file").string("state"))
                .as("30 days are over")
                .isEqualTo("overdue");
        assertThat(post("/api/cases/" + id + "/archive", "{}", custodian).statusCode())
                .as("not closed yet")
                .isEqualTo(409);
        assertThat(post("/api/cases/" + id + "/close", "{}", officer).statusCode())
                .isEqualTo(403);
        done("/api/cases/" + id + "/close", "{\"on\":\"" + ago(Duration.ofDays(2)) + "\"}", custodian);
        done("/api/cases/" + id + "/archive", "{\"kept_until\":\"2056-01-01T00:00:00Z\"}", custodian);
        JsonObject archived = browser.json("/api/cases/" + id, officer);
        assertThat(archived.string("state")).isEqualTo("archived");
        assertThat(archived.string("kept_until")).startsWith("2056-01-01");
        assertThat(deadline(archived, "case-file").string("state")).isEqualTo("late");
        assertThat(archived.array("history").objects())
                .extracting(change -> change.string("event"))
                .containsExactly("case-opened", "case-changed", "case-closed", "case-archived");
        assertThat(archived.array("history").objects().get(1).string("by")).isEqualTo("李四");

        done("/api/cases/" + id + "/reopen", "{\"reason\":\"复议\"}", custodian);
        assertThat(browser.json("/api/cases/" + id, officer).string("state")).isEqualTo("open");
        for (CustodyRecord record : rooms.ledger().custody(new RecordingId(id))) {
            assertThat(record.entry().json().text()).doesNotContain("张三", "李四", "明劳监", "复议");
        }
    }

    @Test
    void footageBelongsToItsCaseAlsoWhereItCameBefore() throws Exception {
        RecordingId early = film("K-early", "survey", Duration.ofHours(3), Duration.ofMinutes(20));
        JsonObject before = browser.json("/api/recordings/" + early, officer);
        assertThat(deadline(before, "case-file").string("state")).isEqualTo("waiting");

        open(
                "K-early",
                ",\"act_ended\":\"" + ago(Duration.ofDays(3)) + "\",\"started\":\"" + ago(Duration.ofHours(50)) + "\"");
        JsonObject after = browser.json("/api/recordings/" + early, officer);
        assertThat(deadline(after, "case-file").string("state")).isEqualTo("due");
        assertThat(deadline(after, "case-approval").string("state"))
                .as("B12: papers within 48 hours")
                .isEqualTo("overdue");
        assertThat(browser.json("/api/recordings?case=K-early", officer)
                        .array("recordings")
                        .objects())
                .extracting(json -> json.string("id"))
                .containsExactly(early.value());
    }

    @Test
    void missingFootageIsFoundByAskingWhatShouldBeThere() throws Exception {
        String id = open("K-steps", "");
        RecordingId survey = film("K-steps", "survey, 采取调查询问", Duration.ofHours(5), Duration.ofMinutes(30));
        done(
                "/api/explanations",
                "{\"kind\":\"not-made\",\"case\":\"K-steps\",\"step\":\"hearing\",\"reason\":\"当事人放弃听证\"}",
                officer);

        JsonObject check = browser.json("/api/cases/" + id + "/check", officer);
        assertThat(check.bool("complete")).isFalse();
        assertThat(step(check, "survey").string("state")).isEqualTo("recorded");
        assertThat(step(check, "survey").array("recordings").strings()).containsExactly(survey.value());
        assertThat(step(check, "questioning").string("state"))
                .as("in the regulation's own words")
                .isEqualTo("recorded");
        assertThat(step(check, "hearing").string("state")).isEqualTo("explained");
        assertThat(step(check, "identity").string("state")).isEqualTo("missing");
        assertThat(step(check, "identity").string("said")).contains("出示执法证件");

        String page = Browser.text(browser.get("/cases/" + id, officer));
        assertThat(page).contains("K-steps", "missing", "出示执法证件", survey.value());
        assertThat(Browser.text(browser.get("/cases", officer))).contains("K-steps");

        done(
                "/api/cases/" + id + "/change",
                "{\"case\":{\"steps\":[\"survey\",\"questioning\",\"hearing\"]},\"reason\":\"只有这些环节\"}",
                officer);
        JsonObject told = browser.json("/api/cases/" + id + "/check", officer);
        assertThat(step(told, "identity").string("state")).isEqualTo("not-taken");
        assertThat(told.bool("complete")).isTrue();
    }

    /** B10: 行政执法文书记载的时间应当与录音录像资料反映的起止时间一致. */
    @Test
    void timesInThePapersAreComparedWithTheFootages() throws Exception {
        film("K-papers", "survey", Duration.ofHours(5), Duration.ofMinutes(30));
        film("K-papers", "hearing", Duration.ofHours(3), Duration.ofMinutes(60));
        String papers = "[{\"name\":\"现场检查笔录\",\"step\":\"survey\",\"start\":\"" + ago(Duration.ofHours(5))
                + "\",\"end\":\"" + ago(Duration.ofMinutes(270)) + "\"},"
                + "{\"name\":\"听证笔录\",\"step\":\"hearing\",\"start\":\"" + ago(Duration.ofHours(3)) + "\",\"end\":\""
                + ago(Duration.ofMinutes(110)) + "\"},"
                + "{\"name\":\"询问笔录\",\"step\":\"questioning\",\"start\":\"" + ago(Duration.ofHours(3))
                + "\",\"end\":\"" + ago(Duration.ofHours(2)) + "\"}]";
        String id = open("K-papers", ",\"steps\":[\"survey\",\"hearing\"],\"papers\":" + papers);

        JsonObject check = browser.json("/api/cases/" + id + "/check", officer);
        List<JsonObject> compared = check.array("papers").objects();
        assertThat(compared)
                .extracting(paper -> paper.string("state"))
                .containsExactly("agrees", "differs", "no-footage");
        assertThat(compared.get(1).integer("end_apart_s"))
                .as("ten minutes earlier")
                .isEqualTo(-600);
        assertThat(check.bool("times_agree")).isTrue();
        assertThat(Browser.text(browser.get("/cases/" + id, officer))).contains("听证笔录", "differs");
        assertThat(check.bool("complete")).isFalse();
    }

    @Test
    void aClosedCaseLetsTheRulebooksRetentionCount() throws Exception {
        String id = open("K-keep", "");
        RecordingId film = film("K-keep", "survey", Duration.ofHours(5), Duration.ofMinutes(30));
        assertThat(kept(film)).contains("is in a case that is not closed");
        RecordingId unknown = film("K-nobody-opened", "survey", Duration.ofHours(5), Duration.ofMinutes(30));
        assertThat(kept(unknown).orElseThrow()).contains("nobody opened");

        done("/api/cases/" + id + "/close", "{}", custodian);
        assertThat(kept(film).orElseThrow())
                .as("B39: two years, and the labels of B33 lack")
                .contains("by the rulebook", "unlabelled");
        done(
                "/api/recordings/" + film + "/labels",
                "{\"labels\":{\"party\":\"张三\",\"officer\":\"李四\",\"evidence\":\"yes\"}}",
                officer);
        assertThat(kept(film).orElseThrow()).contains("evidence", "no end");
        done("/api/cases/" + id + "/archive", "{\"kept_until\":\"2056-01-01T00:00:00Z\"}", custodian);
        assertThat(kept(film).orElseThrow()).contains("until 2056-01-01");
        JsonObject keeping = browser.json("/api/recordings/" + film, officer).object("keeping");
        assertThat(keeping.bool("open")).isFalse();
        assertThat(keeping.string("until")).startsWith("2056-01-01");
    }

    private Optional<String> kept(RecordingId id) throws Exception {
        return rooms.ends().cases().reason(rooms.ledger().find(id).orElseThrow());
    }

    @Test
    void anotherAgencysCasesAndExplanationsAreNotThere() throws Exception {
        String id = open("K-ours", "");
        done("/api/explanations", "{\"kind\":\"not-made\",\"officer\":\"李四\",\"reason\":\"设备未配发\"}", officer);
        String foreign = rooms.token(Role.CUSTODIAN, Optional.of("elsewhere"));
        assertThat(browser.get("/api/cases/" + id, foreign).statusCode()).isEqualTo(404);
        assertThat(browser.get("/api/cases/" + id + "/check", foreign).statusCode())
                .isEqualTo(404);
        for (String what : List.of("change", "close", "reopen", "archive")) {
            assertThat(post("/api/cases/" + id + "/" + what, "{\"reason\":\"r\"}", foreign)
                            .statusCode())
                    .as(what)
                    .isEqualTo(404);
        }
        assertThat(browser.json("/api/cases", foreign).array("cases").items()).isEmpty();
        assertThat(browser.json("/api/cases?agency=mingshan", foreign)
                        .array("cases")
                        .items())
                .isEmpty();
        assertThat(browser.json("/api/explanations", foreign)
                        .array("explanations")
                        .items())
                .isEmpty();
        assertThat(browser.json("/api/cases?number=K-ours", officer)
                        .array("cases")
                        .objects())
                .extracting(json -> json.string("id"))
                .containsExactly(id);
        assertThat(post("/api/cases", "{\"agency\":\"mingshan\",\"case\":{\"number\":\"K\"}}", foreign)
                        .statusCode())
                .isEqualTo(403);
    }

    /** I6: an omission is recorded with its reason for the bureau's leader in charge. */
    @Test
    void anExplanationLacksWhatItsRulebookWants() throws Exception {
        String chengde = rooms.token(Role.OFFICER, Optional.of("chengde"));
        String body = "{\"kind\":\"not-permitted\",\"officer\":\"赵六\",\"reason\":\"爆炸危险场所\"";
        done("/api/explanations", body + "}", chengde);
        done("/api/explanations", body + ",\"reported_to\":\"分管局长\"}", chengde);

        List<JsonObject> listed =
                browser.json("/api/explanations", chengde).array("explanations").objects();
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).array("lacking").items()).isEmpty();
        assertThat(listed.get(1).array("lacking").objects().get(0).string("en")).contains("leader-in-charge");

        String because = body + ",\"reported_to\":\"分管局长\",\"cause\":\"";
        done("/api/explanations", because + "explosive-area\"}", chengde);
        done("/api/explanations", because + "papers-suffice\"}", chengde);
        List<JsonObject> caused =
                browser.json("/api/explanations", chengde).array("explanations").objects();
        assertThat(caused.get(1).array("lacking").items()).isEmpty();
        assertThat(caused.get(0).array("lacking").objects().get(0).string("zh"))
                .as("G4's cause is none of I6's")
                .contains("条文所列情形");
    }

    /** It would be filed with the explanations that are of no recording. */
    @Test
    void whatTheLogDoesNotHaveYetIsNotExplained() throws Exception {
        RecordingId id = RecordingId.generate(() -> now, new SecureRandom());
        rooms.ledger().block(id, "mingshan", "cam-1", 5, "the log is full");
        String why = "{\"kind\":\"late-upload\",\"reason\":\"雨\"}";

        HttpResponse<byte[]> refused = post("/api/recordings/" + id + "/explained", why, officer);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Browser.text(refused)).contains("once it is received");
        assertThat(rooms.ledger().custody(id)).isEmpty();

        done("/api/recordings/" + id + "/labels", "{\"labels\":{\"matter\":\"巡查\"}}", officer);
        assertThat(rooms.ledger().find(id).orElseThrow().labels()).containsEntry("matter", "巡查");
        done("/api/recordings/" + id + "/explained", why, officer);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{}", "case",
                        "{\"case\":{\"matter\":\"x\"}}", "number",
                        "{\"case\":{\"number\":\"\"}}", "number",
                        "{\"case\":{\"number\":\"K\",\"colour\":\"red\"}}", "colour",
                        "{\"case\":{\"number\":\"K\",\"decided\":\"soon\"}}", "decided",
                        "{\"case\":{\"number\":\"K\",\"parties\":\"张三\"}}", "parties",
                        "{\"case\":{\"number\":\"K\",\"papers\":[{\"name\":\"笔录\"}]}}", "papers")
                .entrySet()) {
            HttpResponse<byte[]> answer = post("/api/cases", wrong.getKey(), officer);
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(400);
            assertThat(Browser.text(answer)).contains(wrong.getValue());
        }
        assertThat(post(
                                "/api/cases",
                                "{\"case\":{\"number\":\"K\",\"matter\":\"" + "x".repeat(60_000) + "\"}}",
                                officer)
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("/api/explanations", "{\"kind\":\"late-upload\",\"case\":\"K\",\"reason\":\"r\"}", officer)
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/api/cases?state=lost", officer).statusCode()).isEqualTo(400);
        assertThat(browser.get("/api/cases/none", officer).statusCode()).isEqualTo(404);
        RecordingId film = rooms.sealed("mingshan", "cam-1", FILM, Map.of());
        assertThat(browser.get("/api/cases/" + film, officer).statusCode())
                .as("a recording is no case")
                .isEqualTo(404);
    }
}
