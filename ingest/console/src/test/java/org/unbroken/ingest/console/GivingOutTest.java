package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** What an approval does not open: something else, for somebody else, for longer, or what became secret since. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GivingOutTest {
    private static final byte[] FILM = SampleRecordings.bytes(5_000, 9);

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String keeper = "";
    private String officer = "";
    private String leader = "";
    private String head = "";

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        rooms.rules = rules(new RulebookShelf().find("B").orElseThrow());
        console = started();
        browser = new Browser(console.uri());
        keeper = token(Role.CUSTODIAN, "管理员", Office.KEEPER);
        officer = token(Role.OFFICER, "陈十");
        leader = token(Role.APPROVER, "主管", Office.LEADER_IN_CHARGE);
        head = token(Role.APPROVER, "负责人", Office.HEAD);
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private static AgencyRules rules(Rulebook book) {
        return new AgencyRules(Map.of("mingshan", book), Optional.empty(), WorkingCalendar.shipped());
    }

    private ConsoleServer started() throws Exception {
        ConsoleServer server = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0),
                rooms.ends(),
                InstantSource.system(),
                new io.prometheus.metrics.model.registry.PrometheusRegistry());
        server.start();
        return server;
    }

    private String token(Role role, String name, Office... offices) throws Exception {
        return rooms.token(
                Grant.of(role, name).forAgency("mingshan").holding(offices).clearedFor("trade-secret"));
    }

    private RecordingId film(Map<String, String> labels) throws Exception {
        RecordingId film = rooms.sealed("mingshan", "cam-1", FILM, labels);
        rooms.derived.put(film, "proxy.mp4", SampleRecordings.bytes(100, 2));
        return film;
    }

    private static JsonObject.Builder wanted(RecordingId film, String use, Duration lasting) {
        return JsonObject.builder()
                .put("use", use)
                .put("recordings", JsonArray.ofStrings(List.of(film.value())))
                .put("reason", "复核")
                .put("until", Timestamps.format(Instant.now().plus(lasting).truncatedTo(ChronoUnit.SECONDS)));
    }

    private HttpResponse<byte[]> post(String path, JsonObject body, String token) throws Exception {
        return browser.send("POST", path, body.text(), "Authorization", "Bearer " + token);
    }

    private String requested(JsonObject body) throws Exception {
        HttpResponse<byte[]> answer = post("/api/requests", body, keeper);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body()).string("request");
    }

    private String approved(JsonObject body, String... approvers) throws Exception {
        String request = requested(body);
        for (String each : approvers) {
            HttpResponse<byte[]> answer = post(
                    "/api/requests/" + request + "/approve",
                    JsonObject.builder().build(),
                    each);
            assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        }
        assertThat(browser.json("/api/requests/" + request, keeper).string("state"))
                .isEqualTo("approved");
        return request;
    }

    private HttpResponse<byte[]> export(RecordingId film, String request, Optional<String> recipient) throws Exception {
        JsonObject statement = JsonObject.builder()
                .put(
                        "export",
                        RecordingId.generate(InstantSource.system(), new SecureRandom())
                                .value())
                .put("stated_at", Timestamps.format(Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .putIfPresent("for", recipient)
                .put("reason", "申请")
                .put("extracted_by", "管理员")
                .put("request", request)
                .put("software", "unbroken tests")
                .put("note_html_sha256", Sha256.of("html").hex())
                .put("note_text_sha256", Sha256.of("text").hex())
                .build();
        return post("/api/recordings/" + film + "/export", statement, keeper);
    }

    @Test
    void anExportNamesWhomTheRequestWasApprovedFor() throws Exception {
        RecordingId film = film(Map.of());
        String request = approved(
                wanted(film, "party-copy", Duration.ofHours(1))
                        .put("for", "甲公司")
                        .build(),
                head);
        HttpResponse<byte[]> unnamed = export(film, request, Optional.empty());
        assertThat(unnamed.statusCode()).isEqualTo(409);
        assertThat(Browser.text(unnamed)).contains("\\\"for\\\" is needed");
        assertThat(export(film, request, Optional.of("甲公司")).statusCode()).isEqualTo(200);
    }

    @Test
    void aViewingGivesNothingOut() throws Exception {
        RecordingId film = film(Map.of());
        String request = approved(
                wanted(film, "view", Duration.ofHours(1)).put("for", "甲公司").build(), leader);
        assertThat(export(film, request, Optional.of("甲公司")).statusCode()).isEqualTo(403);
    }

    @Test
    void aPartysCopyIsNotAskedForAsAnother() throws Exception {
        RecordingId film = film(Map.of("party", "乙公司、甲公司"));
        for (String use : List.of("copy", "release")) {
            HttpResponse<byte[]> refused = post(
                    "/api/requests",
                    wanted(film, use, Duration.ofHours(1)).put("for", "甲公司").build(),
                    keeper);
            assertThat(refused.statusCode()).as(use).isEqualTo(409);
            assertThat(Browser.text(refused)).contains("party-copy", "当事人");
        }
    }

    @Test
    void whoWasFoundToBeThePartySinceHasNoCopyByAnotherUse() throws Exception {
        RecordingId film = film(Map.of());
        String request = approved(
                wanted(film, "copy", Duration.ofHours(1)).put("for", "甲公司").build(), leader);
        JsonObject label = JsonObject.builder()
                .put("labels", JsonObject.builder().put("party", "甲公司").build())
                .put("reason", "补录")
                .build();
        HttpResponse<byte[]> labelled = post("/api/recordings/" + film + "/labels", label, officer);
        assertThat(labelled.statusCode()).as(Browser.text(labelled)).isEqualTo(200);
        HttpResponse<byte[]> refused = export(film, request, Optional.of("甲公司"));
        assertThat(refused.statusCode()).as(Browser.text(refused)).isEqualTo(409);
        assertThat(Browser.text(refused)).contains("party-copy");
    }

    private void classified(RecordingId film) throws Exception {
        JsonObject secret = JsonObject.builder()
                .put("classes", JsonArray.ofStrings(List.of("trade-secret")))
                .put("reason", "企业配方")
                .build();
        assertThat(post("/api/recordings/" + film + "/secrecy", secret, keeper).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatBecameConfidentialAfterTheApprovalIsNotCopiedForAParty() throws Exception {
        RecordingId film = film(Map.of());
        String request = approved(
                wanted(film, "party-copy", Duration.ofHours(1))
                        .put("for", "甲公司")
                        .build(),
                head);
        classified(film);
        HttpResponse<byte[]> refused = export(film, request, Optional.of("甲公司"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Browser.text(refused)).contains("依法应当保密的除外");
    }

    @Test
    void anApprovalFromBeforeItWasClassifiedOpensNothingAndOneFromAfterwardsDoes() throws Exception {
        RecordingId film = film(Map.of());
        String before = approved(
                wanted(film, "release", Duration.ofHours(1)).put("for", "法院").build(), head);
        String viewing = approved(
                wanted(film, "view", Duration.ofHours(1)).put("for", "陈十").build(), leader);
        assertThat(browser.get("/api/recordings/" + film + "/proxy", officer).statusCode())
                .isEqualTo(200);
        classified(film);
        assertThat(export(film, before, Optional.of("法院")).statusCode()).isEqualTo(403);
        assertThat(browser.get("/api/recordings/" + film + "/proxy", officer).statusCode())
                .as(viewing)
                .isEqualTo(403);
        String after = approved(
                wanted(film, "release", Duration.ofHours(1)).put("for", "法院").build(), head);
        assertThat(export(film, after, Optional.of("法院")).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsAskedForLongerThanTheServerLets() throws Exception {
        RecordingId film = film(Map.of());
        HttpResponse<byte[]> refused =
                post("/api/requests", wanted(film, "view", Duration.ofDays(91)).build(), keeper);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Browser.text(refused)).contains("90 days", "access.longest-approval");
        assertThat(post(
                                "/api/requests",
                                wanted(film, "view", Duration.ofDays(89)).build(),
                                keeper)
                        .statusCode())
                .isEqualTo(200);
    }

    /** The agency had no rulebook when it was asked for, and gets one. */
    @Test
    void whatNobodyHadToApproveOpensNothingOnceTheRulebookHasSomebody() throws Exception {
        RecordingId film = film(Map.of());
        AgencyRules obeyed = rooms.rules;
        rooms.rules = AgencyRules.NONE;
        String request;
        Browser obeying = browser;
        try (ConsoleServer free = started()) {
            browser = new Browser(free.uri());
            request = requested(wanted(film, "release", Duration.ofHours(1))
                    .put("for", "法院")
                    .build());
            assertThat(browser.json("/api/requests/" + request, keeper).string("state"))
                    .isEqualTo("approved");
        } finally {
            browser = obeying;
            rooms.rules = obeyed;
        }
        assertThat(browser.json("/api/requests/" + request, keeper).string("state"))
                .isEqualTo("lapsed");
        assertThat(export(film, request, Optional.of("法院")).statusCode()).isEqualTo(403);
        assertThat(post(
                                "/api/requests/" + request + "/approve",
                                JsonObject.builder().build(),
                                head)
                        .statusCode())
                .isEqualTo(409);
    }

    /** A rulebook that has nobody approve copies, and somebody what goes out otherwise. */
    @Test
    void aUseThatNobodyApprovesOpensNoExport() throws Exception {
        RecordingId film = film(Map.of());
        AgencyRules obeyed = rooms.rules;
        Browser obeying = browser;
        rooms.rules = rules(withoutCopyChain());
        try (ConsoleServer lax = started()) {
            browser = new Browser(lax.uri());
            String request = requested(
                    wanted(film, "copy", Duration.ofHours(1)).put("for", "法院").build());
            assertThat(browser.json("/api/requests/" + request, keeper).string("state"))
                    .isEqualTo("approved");
            HttpResponse<byte[]> refused = export(film, request, Optional.of("法院"));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Browser.text(refused)).contains("release").doesNotContain("\"use\":\"copy\"");
        } finally {
            browser = obeying;
            rooms.rules = obeyed;
        }
    }

    private static Rulebook withoutCopyChain() throws Exception {
        JsonObject json = new RulebookShelf().find("B").orElseThrow().json();
        JsonObject nobody = JsonObject.builder()
                .put("value", JsonArray.ofStrings(List.of()))
                .put("silent", true)
                .put(
                        "assumption",
                        JsonObject.builder().put("zh", "无").put("en", "nobody").build())
                .build();
        JsonObject settings =
                json.object("settings").with().put("approval.copy", nobody).build();
        Path file = directory.resolve("lax.json");
        Files.write(
                file,
                json.with()
                        .put("settings", settings)
                        .put("id", "lax")
                        .remove("code")
                        .build()
                        .canonical());
        return new RulebookShelf().read(file);
    }
}
