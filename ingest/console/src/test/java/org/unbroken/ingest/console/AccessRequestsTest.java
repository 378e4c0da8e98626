package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Requests under the regulations' own chains, over real HTTP: B's party and form, C's register, G's head, I's three steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessRequestsTest {
    private static final byte[] FILM = SampleRecordings.bytes(5_000, 9);

    @TempDir
    static Path directory;

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    private final InstantSource clock = () -> time.get();
    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private RecordingId film;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        "mingshan", shelf.find("B").orElseThrow(),
                        "commission", shelf.find("C").orElseThrow(),
                        "henan", shelf.find("G").orElseThrow(),
                        "chengde", shelf.find("I").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), clock, rooms.registry);
        console.start();
        browser = new Browser(console.uri());
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    @BeforeEach
    void now() {
        time.set(Instant.now());
    }

    private RecordingId film(String agency) throws Exception {
        film = rooms.sealed(agency, "cam-1", FILM, Map.of("officer", "赵六", "case", "(2026) 第7号", "place", "南门"));
        rooms.derived.put(film, "proxy.mp4", SampleRecordings.bytes(100, 2));
        return film;
    }

    private String person(Role role, String agency, String name, Office... offices) throws Exception {
        return rooms.token(Grant.of(role, name).forAgency(agency).holding(offices));
    }

    private JsonObject wanted(String use) {
        return JsonObject.builder()
                .put("use", use)
                .put("recordings", JsonArray.ofStrings(List.of(film.value())))
                .put("reason", "复核 (2026) 第7号")
                .put(
                        "until",
                        Timestamps.format(time.get().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS)))
                .build();
    }

    private HttpResponse<byte[]> post(String path, JsonObject body, String token) throws Exception {
        return browser.send("POST", path, body.text(), "Authorization", "Bearer " + token);
    }

    private String requested(JsonObject body, String token) throws Exception {
        HttpResponse<byte[]> answer = post("/api/requests", body, token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body()).string("request");
    }

    private HttpResponse<byte[]> approve(String request, String token) throws Exception {
        return post(
                "/api/requests/" + request + "/approve", JsonObject.builder().build(), token);
    }

    private void approved(String request, String token) throws Exception {
        HttpResponse<byte[]> answer = approve(request, token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
    }

    private int proxy(String token) throws Exception {
        return browser.get("/api/recordings/" + film + "/proxy", token).statusCode();
    }

    @Test
    void aViewingUnderI() throws Exception {
        film("chengde");
        String officer = person(Role.OFFICER, "chengde", "钱七", Office.HANDLER);
        String director = person(Role.APPROVER, "chengde", "孙主任", Office.OFFICE_DIRECTOR);
        String leader = person(Role.APPROVER, "chengde", "李局长", Office.LEADER_IN_CHARGE);
        String keeper = person(Role.CUSTODIAN, "chengde", "周保管", Office.KEEPER);

        HttpResponse<byte[]> refused = browser.get("/api/recordings/" + film + "/proxy", officer);
        assertThat(refused.statusCode()).isEqualTo(403);
        JsonObject problem = JsonObject.parse(refused.body());
        assertThat(problem.string("type")).isEqualTo("urn:unbroken:problem:access-request-needed");
        JsonObject needed = problem.array("needed").objects().get(0);
        assertThat(needed.string("use")).isEqualTo("view");
        assertThat(needed.array("chain").strings()).containsExactly("office-director", "leader-in-charge", "keeper");
        assertThat(needed.array("articles").strings()).contains("22");
        assertThat(problem.string("detail")).contains("须先申请", "办公室主任、主管领导、保管人");

        String request = requested(wanted("view"), officer);
        assertThat(approve(request, leader).statusCode()).as("out of turn").isEqualTo(403);
        approved(request, director);
        assertThat(approve(request, director).statusCode()).as("twice").isEqualTo(403);
        approved(request, leader);
        assertThat(proxy(officer)).as("not registered yet").isEqualTo(403);
        approved(request, keeper);
        assertThat(proxy(officer)).isEqualTo(200);
        assertThat(browser.get("/api/recordings/" + film + "/original", officer).statusCode())
                .as("a copy is another request")
                .isEqualTo(403);
        assertThat(proxy(person(Role.OFFICER, "chengde", "吴八")))
                .as("somebody else")
                .isEqualTo(403);
        assertThat(proxy(person(Role.AUDITOR, "chengde", "郑九")))
                .as("article 23")
                .isEqualTo(403);
        assertThat(proxy(keeper)).isEqualTo(200);

        List<CustodyRecord> viewed = Await.until(
                () -> rooms.ledger().custody(film).stream()
                        .filter(record -> record.entry().is(CustodyEvent.VIEWED))
                        .toList(),
                found -> !found.isEmpty());
        assertThat(viewed.get(0).detail().orElseThrow().string("request")).isEqualTo(request);

        time.set(time.get().plus(Duration.ofHours(2)));
        assertThat(proxy(officer)).as("it ended").isEqualTo(403);
        assertThat(browser.json("/api/requests/" + request, officer).string("state"))
                .isEqualTo("ended");
    }

    @Test
    void nobodyApprovesTheirOwnAndAnApprovalIsWithdrawn() throws Exception {
        film("henan");
        String asking = person(Role.OFFICER, "henan", "王局长", Office.HEAD);
        String head = person(Role.APPROVER, "henan", "王局长", Office.HEAD);
        String other = person(Role.APPROVER, "henan", "冯局长", Office.HEAD);

        String own = requested(wanted("view"), asking);
        assertThat(Browser.text(approve(own, head))).contains("nobody approves their own request");
        approved(own, other);
        assertThat(proxy(asking)).isEqualTo(200);

        String forThem = requested(
                wanted("view").with().put("for", "王局长").build(), person(Role.CUSTODIAN, "henan", "保管", Office.KEEPER));
        assertThat(Browser.text(approve(forThem, head))).contains("for themselves");

        JsonObject why = JsonObject.builder().put("reason", "案件已撤").build();
        assertThat(post("/api/requests/" + own + "/refuse", why, other).statusCode())
                .isEqualTo(200);
        assertThat(proxy(asking)).isEqualTo(403);
        assertThat(approve(own, other).statusCode()).isEqualTo(409);
    }

    @Test
    void aCopyForAPartyUnderB() throws Exception {
        film("mingshan");
        String keeper = person(Role.CUSTODIAN, "mingshan", "管理员", Office.KEEPER);
        String leader = person(Role.APPROVER, "mingshan", "主管", Office.LEADER_IN_CHARGE);
        String head = person(Role.APPROVER, "mingshan", "负责人", Office.HEAD);

        assertThat(post("/api/requests", wanted("party-copy"), keeper).statusCode())
                .as("for whom?")
                .isEqualTo(400);
        String request = requested(
                wanted("party-copy").with().put("for", "甲公司").put("unit", "当事人").build(), keeper);
        JsonObject statement = statement(Optional.of(request), "甲公司");
        HttpResponse<byte[]> early = post("/api/recordings/" + film + "/export", statement, keeper);
        assertThat(early.statusCode()).isEqualTo(403);
        assertThat(approve(request, leader).statusCode())
                .as("the head's to approve")
                .isEqualTo(403);
        approved(request, head);

        HttpResponse<byte[]> wrong =
                post("/api/recordings/" + film + "/export", statement(Optional.of(request), "乙公司"), keeper);
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(post("/api/recordings/" + film + "/export", statement(Optional.empty(), "甲公司"), keeper)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/recordings/" + film + "/export", statement, keeper)
                        .statusCode())
                .isEqualTo(200);

        String form = Browser.text(browser.get("/api/requests/" + request + "/form", keeper));
        assertThat(form).contains("调用单", "甲公司", "当事人", "负责人", "第35条", "复核 (2026) 第7号", film.value(), "同意");
    }

    private JsonObject statement(Optional<String> request, String recipient) {
        return JsonObject.builder()
                .put(
                        "export",
                        RecordingId.generate(clock, new java.security.SecureRandom())
                                .value())
                .put("stated_at", Timestamps.format(time.get().truncatedTo(ChronoUnit.MILLIS)))
                .put("for", recipient)
                .put("reason", "当事人申请")
                .put("extracted_by", "管理员")
                .putIfPresent("request", request)
                .put("software", "unbroken tests")
                .put("note_html_sha256", Sha256.of("html").hex())
                .put("note_text_sha256", Sha256.of("text").hex())
                .build();
    }

    @Test
    void theNoteSaysWhatG23AndI21WantOrNothingGoesOut() throws Exception {
        film = rooms.sealed("henan", "cam-2", FILM, Map.of());
        String keeper = person(Role.CUSTODIAN, "henan", "管理员", Office.KEEPER);
        HttpResponse<byte[]> refused =
                post("/api/recordings/" + film + "/export", statement(Optional.empty(), "法院"), keeper);
        assertThat(refused.statusCode()).isEqualTo(409);
        JsonObject problem = JsonObject.parse(refused.body());
        assertThat(problem.array("missing").strings()).containsExactly("taker", "taken-at", "taken-where");
        assertThat(problem.string("detail")).contains("article 23", "取证人员、取证时间、取证地点");

        film = rooms.sealed("chengde", "cam-2", FILM, Map.of());
        String there = person(Role.CUSTODIAN, "chengde", "管理员", Office.KEEPER);
        JsonObject evidence = statement(Optional.empty(), "案卷")
                .with()
                .put("as_evidence", true)
                .remove("extracted_by")
                .build();
        assertThat(JsonObject.parse(post("/api/recordings/" + film + "/export", evidence, there)
                                .body())
                        .array("missing")
                        .strings())
                .containsExactly("maker", "extractor");
        JsonObject whole =
                evidence.with().put("maker", "赵六").put("extracted_by", "管理员").build();
        assertThat(post("/api/recordings/" + film + "/export", whole, there).statusCode())
                .as("article 24: except as evidence")
                .isEqualTo(200);
    }

    @Test
    void theRegisterOfCAndWhoMayReadIt() throws Exception {
        film("commission");
        String officer = person(Role.OFFICER, "commission", "陈十");
        String leader = person(Role.APPROVER, "commission", "分管领导", Office.LEADER_IN_CHARGE);
        String keeper = person(Role.CUSTODIAN, "commission", "管理员", Office.KEEPER);
        String request =
                requested(wanted("view").with().put("reason", "=复核,\"旧案\"").build(), officer);
        approved(request, leader);
        assertThat(proxy(officer)).isEqualTo(200);

        JsonObject register = Await.until(
                () -> browser.json("/api/register", keeper),
                found -> !found.array("accesses").objects().isEmpty());
        JsonObject row = register.array("accesses").objects().get(0);
        assertThat(row.string("viewer")).isEqualTo("陈十");
        assertThat(row.array("approvers").strings()).containsExactly("分管领导（主管领导）");
        assertThat(row.string("reason")).isEqualTo("=复核,\"旧案\"");
        assertThat(row.string("request")).isEqualTo(request);
        assertThat(register.array("requests").strings()).contains(request);

        String csv = Browser.text(browser.get("/api/register?format=csv&from=2026-01-01", keeper));
        assertThat(csv).contains("\"查阅人\",\"复制人\"", "\"审批人\",\"事由\"", "陈十", "\"'=复核,\"\"旧案\"\"\"");
        assertThat(Browser.text(browser.get("/api/register?format=html", keeper)))
                .contains("执法音像记录调阅登记表", "第21条", "陈十", "管理员应当详细登记");
        assertThat(Browser.text(browser.get("/api/register?format=html&lang=en", keeper)))
                .contains("Register of access to recordings", "Approved by");
        assertThat(browser.json("/api/register?to=2026-01-01", keeper)
                        .array("accesses")
                        .objects())
                .isEmpty();

        assertThat(browser.get("/api/register", officer).statusCode()).isEqualTo(403);
        assertThat(browser.get("/api/register?agency=commission", person(Role.CUSTODIAN, "henan", "他"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anotherAgencysRequestIsNotThereAndAnOfficerKnowsTheirOwn() throws Exception {
        film("commission");
        String request = requested(wanted("view"), person(Role.OFFICER, "commission", "陈十"));

        assertThat(browser.get("/api/requests/" + request, person(Role.AUDITOR, "henan", "他"))
                        .statusCode())
                .isEqualTo(404);
        String other = person(Role.OFFICER, "commission", "褚一");
        assertThat(browser.get("/api/requests/" + request, other).statusCode()).isEqualTo(404);
        assertThat(browser.json("/api/requests?recording=" + film, other)
                        .array("requests")
                        .objects())
                .isEmpty();
        assertThat(browser.json("/api/requests?recording=" + film, person(Role.AUDITOR, "commission", "督"))
                        .array("requests")
                        .objects())
                .hasSize(1);
        assertThat(post("/api/requests", wanted("view"), person(Role.OFFICER, "henan", "外"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void noNameIsInAnEntry() throws Exception {
        film("commission");
        String request = requested(wanted("view"), person(Role.OFFICER, "commission", "陈十"));
        approved(request, person(Role.APPROVER, "commission", "分管领导", Office.LEADER_IN_CHARGE));

        for (CustodyRecord record : rooms.ledger().custody(new RecordingId(request))) {
            assertThat(record.entry().json().text()).doesNotContain("陈十", "分管", "复核", "leader", film.value());
        }
    }

    @Test
    void whatIsSecretIsThereForWhoeverIsClearedAlone() throws Exception {
        film("mingshan");
        String keeper = rooms.token(Grant.of(Role.CUSTODIAN, "保密员")
                .forAgency("mingshan")
                .holding(Office.KEEPER)
                .clearedFor("trade-secret"));
        String plain = person(Role.CUSTODIAN, "mingshan", "管理员", Office.KEEPER);
        JsonObject secret = JsonObject.builder()
                .put("classes", JsonArray.ofStrings(List.of("trade-secret")))
                .put("reason", "企业配方")
                .build();
        assertThat(post("/api/recordings/" + film + "/secrecy", secret, plain).statusCode())
                .as("not cleared")
                .isEqualTo(403);
        assertThat(post("/api/recordings/" + film + "/secrecy", secret, keeper).statusCode())
                .isEqualTo(200);

        assertThat(browser.get("/api/recordings/" + film, plain).statusCode()).isEqualTo(404);
        assertThat(Browser.text(browser.get("/api/recordings", plain))).doesNotContain(film.value());
        assertThat(browser.json("/api/recordings/" + film, keeper)
                        .array("secrecy")
                        .strings())
                .containsExactly("trade-secret");
        HttpResponse<byte[]> party = post(
                "/api/requests", wanted("party-copy").with().put("for", "甲公司").build(), keeper);
        assertThat(party.statusCode()).isEqualTo(409);
        assertThat(Browser.text(party)).contains("依法应当保密的除外");
        CustodyRecord entry = rooms.ledger().custody(film).stream()
                .filter(record -> record.entry().is(CustodyEvent.CLASSIFIED))
                .findFirst()
                .orElseThrow();
        assertThat(entry.entry().json().text()).doesNotContain("secret", "配方");
    }

    @Test
    void requestsOfWhichNothingIsToldAnyMoreHideNoOlderOnes() throws Exception {
        film("faraway");
        String keeper = person(Role.CUSTODIAN, "faraway", "管理员");
        String request = requested(wanted("view"), keeper);
        // More than any list reads at once, all newer.
        rooms.untold("faraway", 501);

        JsonObject page = browser.json("/api/requests?limit=1", keeper);
        assertThat(page.array("requests").objects())
                .extracting(each -> each.string("request"))
                .containsExactly(request);
        assertThat(page.members()).containsEntry("next", JsonNull.NULL);
        assertThat(Browser.text(browser.get("/requests", keeper))).contains(request);
        assertThat(browser.json("/api/register", keeper).array("requests").strings())
                .containsExactly(request);
    }

    @Test
    void anAgencyWithoutARulebookIsAsOpenAsRolesMakeIt() throws Exception {
        film("elsewhere");
        assertThat(proxy(person(Role.OFFICER, "elsewhere", "某"))).isEqualTo(200);
        String request = requested(wanted("view"), person(Role.OFFICER, "elsewhere", "某"));
        assertThat(browser.json("/api/requests/" + request, person(Role.AUDITOR, "elsewhere", "督"))
                        .string("state"))
                .isEqualTo("approved");
    }
}
