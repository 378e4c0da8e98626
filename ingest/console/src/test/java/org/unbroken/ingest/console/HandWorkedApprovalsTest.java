package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.ApprovalChain;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/**
 * Approvals under A, D, E, F and H, worked out by hand from their articles; AccessRequestsTest has B, C, G and I. Where a text
 * names nobody the assumption of the rulebook applies, and cites no article.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandWorkedApprovalsTest {
    private static final byte[] FILM = SampleRecordings.bytes(400, 6);

    @TempDir
    static Path directory;

    private final Map<String, Rulebook> books = new HashMap<>();
    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        for (String code : List.of("A", "D", "E", "F", "H")) {
            books.put(code, shelf.find(code).orElseThrow());
        }
        rooms.rules = new AgencyRules(books, Optional.empty(), WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String path, JsonObject body, String token) throws Exception {
        return browser.send("POST", path, body.text(), "Authorization", "Bearer " + token);
    }

    private String person(Role role, String agency, String name, Office... offices) throws Exception {
        return rooms.token(Grant.of(role, name)
                .forAgency(agency)
                .holding(offices)
                .clearedFor(role == Role.CUSTODIAN ? new String[] {"privacy"} : new String[0]));
    }

    private static JsonObject wanted(RecordingId film, String use) {
        JsonObject.Builder body = JsonObject.builder()
                .put("use", use)
                .put("recordings", JsonArray.ofStrings(List.of(film.value())))
                .put("reason", "复核")
                .put(
                        "until",
                        Timestamps.format(
                                Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS)));
        return use.equals("view") ? body.build() : body.put("for", "甲公司").build();
    }

    private static JsonObject statement(String request) {
        return JsonObject.builder()
                .put(
                        "export",
                        RecordingId.generate(InstantSource.system(), new SecureRandom())
                                .value())
                .put("stated_at", Timestamps.format(Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .put("for", "甲公司")
                .put("reason", "当事人申请")
                .put("extracted_by", "管理员")
                .put("request", request)
                .put("software", "unbroken tests")
                .put("note_html_sha256", Sha256.of("html").hex())
                .put("note_text_sha256", Sha256.of("text").hex())
                .build();
    }

    /**
     * A23, D23: 当事人申请复制相关执法全过程记录信息的，须经局主要领导同意后，方可复制使用. F15: 经行政机关负责人同意，可复制使用. H18:
     * 根据《中华人民共和国政府信息公开条例》的有关规定办理, and no approver. E is silent.
     */
    @ParameterizedTest
    @CsvSource({"A, 23, false", "D, 23, false", "E, '', false", "F, 15, false", "H, '', true"})
    void aPartysCopyIsTheHeadsToApprove(String code, String article, boolean disclosureRules) throws Exception {
        assertThat(ApprovalChain.of(books.get(code), "party-copy").articles())
                .containsExactlyElementsOf(article.isEmpty() ? List.of() : List.of(article));
        RecordingId film = rooms.sealed(code, "cam-1", FILM, Map.of("case", "K-1"));
        String keeper = person(Role.CUSTODIAN, code, "管理员", Office.KEEPER);
        String leader = person(Role.APPROVER, code, "主管", Office.LEADER_IN_CHARGE);
        String head = person(Role.APPROVER, code, "局长", Office.HEAD);

        HttpResponse<byte[]> asked = post("/api/requests", wanted(film, "party-copy"), keeper);
        assertThat(asked.statusCode()).as(Browser.text(asked)).isEqualTo(200);
        String request = JsonObject.parse(asked.body()).string("request");
        JsonObject shown = browser.json("/api/requests/" + request, keeper);
        assertThat(shown.array("chain").strings()).containsExactly("head");
        assertThat(shown.find("disclosure_rules").isPresent()).isEqualTo(disclosureRules);
        assertThat(exported(film, request, keeper)).as("not approved").isEqualTo(403);
        assertThat(approve(request, leader)).as("the head's, nobody else's").isEqualTo(403);
        assertThat(approve(request, head)).isEqualTo(200);
        assertThat(exported(film, request, keeper)).isEqualTo(200);
    }

    /** 依法应当保密的除外 (A23, D23), 依法应保密的除外 (F15); assumed of E and H. E and H name no classes of their own. */
    @ParameterizedTest
    @CsvSource({"A", "D", "E", "F", "H"})
    void whatIsSecretIsNoPartys(String code) throws Exception {
        RecordingId film = rooms.sealed(code, "cam-1", FILM, Map.of("case", "K-2"));
        String keeper = person(Role.CUSTODIAN, code, "管理员", Office.KEEPER);
        JsonObject secret = JsonObject.builder()
                .put("classes", JsonArray.ofStrings(List.of("privacy")))
                .put("reason", "个人隐私")
                .build();
        assertThat(post("/api/recordings/" + film + "/secrecy", secret, keeper).statusCode())
                .isEqualTo(200);
        assertThat(post("/api/requests", wanted(film, "party-copy"), keeper).statusCode())
                .isEqualTo(409);
    }

    /** None of the five says who approves a viewing: the leader in charge is assumed, and cites no article. */
    @ParameterizedTest
    @CsvSource({"A", "D", "E", "F", "H"})
    void aViewingIsAssumedToBeTheLeadersInChargeToApprove(String code) throws Exception {
        RecordingId film = rooms.sealed(code, "cam-1", FILM, Map.of("case", "K-3"));
        rooms.derived.put(film, "proxy.mp4", SampleRecordings.bytes(100, 2));
        String officer = person(Role.OFFICER, code, "钱七", Office.HANDLER);
        HttpResponse<byte[]> refused = browser.get("/api/recordings/" + film + "/proxy", officer);
        assertThat(refused.statusCode()).isEqualTo(403);
        JsonObject needed =
                JsonObject.parse(refused.body()).array("needed").objects().get(0);
        assertThat(needed.array("chain").strings()).containsExactly("leader-in-charge");
        assertThat(needed.array("articles").strings()).isEmpty();

        String request = JsonObject.parse(
                        post("/api/requests", wanted(film, "view"), officer).body())
                .string("request");
        assertThat(approve(request, person(Role.APPROVER, code, "孙主任", Office.OFFICE_DIRECTOR)))
                .isEqualTo(403);
        assertThat(approve(request, person(Role.APPROVER, code, "主管", Office.LEADER_IN_CHARGE)))
                .isEqualTo(200);
        assertThat(browser.get("/api/recordings/" + film + "/proxy", officer).statusCode())
                .isEqualTo(200);
    }

    private int approve(String request, String token) throws Exception {
        return post(
                        "/api/requests/" + request + "/approve",
                        JsonObject.builder().build(),
                        token)
                .statusCode();
    }

    private int exported(RecordingId film, String request, String token) throws Exception {
        return post("/api/recordings/" + film + "/export", statement(request), token)
                .statusCode();
    }
}
