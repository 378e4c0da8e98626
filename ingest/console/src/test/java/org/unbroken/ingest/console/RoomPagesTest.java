package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** The pages of requests, samples, figures and devices: what they show to whom, and which forms they offer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomPagesTest {
    private static final String NASTY = "<script>alert(1)</script>";

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private RecordingId film;

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        rooms.rules = new AgencyRules(
                Map.of("chengde", new RulebookShelf().find("I").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        film = rooms.sealed("chengde", "cam-1", SampleRecordings.bytes(900, 4), Map.of("officer", NASTY, "unit", "一队"));
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private String person(Role role, String name, Office... offices) throws Exception {
        return rooms.token(Grant.of(role, name).forAgency("chengde").holding(offices));
    }

    private JsonObject done(String path, String body, String token) throws Exception {
        HttpResponse<byte[]> answer = browser.send("POST", path, body, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isBetween(200, 202);
        return JsonObject.parse(answer.body());
    }

    private String page(String path, String token) throws Exception {
        HttpResponse<byte[]> answer = browser.get(path, token);
        String text = Browser.text(answer);
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        assertThat(text).doesNotContain(NASTY);
        assertThat(text).as("the policy lets no script in a page run").doesNotContain("<script>", "onclick=", "style=");
        return text;
    }

    @Test
    void aRequestIsApprovedByWhoseTurnItIsAndOthersSeeNoButton() throws Exception {
        String officer = person(Role.OFFICER, "钱七", Office.HANDLER);
        String leader = person(Role.APPROVER, "李局长", Office.LEADER_IN_CHARGE);
        String keeper = person(Role.CUSTODIAN, "周保管", Office.KEEPER);
        assertThat(page("/requests?for=" + film, officer)).contains("data-post=\"/api/requests\"", film.value());
        assertThat(page("/requests", leader)).doesNotContain("data-post=\"/api/requests\"");
        String id = done(
                        "/api/requests",
                        "{\"use\":\"release\",\"for\":\"县法院's\",\"recordings\":[\"" + film
                                + "\"],\"reason\":\"复核\",\"until\":\"2090-01-01T00:00:00Z\"}",
                        officer)
                .string("request");
        String approve = "data-post=\"/api/requests/" + id + "/approve\"";

        assertThat(page("/requests", officer)).contains("/requests/" + id, "县法院");
        assertThat(page("/requests/" + id, officer))
                .contains("/api/requests/" + id + "/form")
                .doesNotContain(approve);
        List<String> chain =
                browser.json("/api/requests/" + id, officer).array("chain").strings();
        for (String office : chain) {
            assertThat(page("/requests/" + id, keeper)).doesNotContain("unbroken export");
            String holder = person(Role.APPROVER, "甲" + office, Office.ofWire(office));
            assertThat(page("/requests/" + id, holder)).contains(approve, "Refuse");
            done("/api/requests/" + id + "/approve", "{}", holder);
        }
        assertThat(page("/requests/" + id, keeper))
                .contains("unbroken export " + film + " --request " + id)
                .contains("--for &#39;县法院&#39;\\&#39;&#39;s&#39;");
        assertThat(page("/requests", keeper)).contains("/api/register");
        assertThat(browser.get("/requests/" + film, keeper).statusCode()).isEqualTo(404);
    }

    @Test
    void aSampleIsLookedThroughByWhoeverMay() throws Exception {
        String auditor = person(Role.AUDITOR, "督察");
        assertThat(page("/samples", auditor)).contains("data-post=\"/api/samples\"");
        String sample = done(
                        "/api/samples",
                        "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"" + java.time.Instant.now()
                                + "\",\"reason\":\"月查\",\"share_bp\":10000}",
                        auditor)
                .string("sample");
        String review = "data-post=\"/api/samples/" + sample + "/review\"";
        Await.until(() -> page("/samples/" + sample, auditor), text -> text.contains(review));
        done(
                "/api/samples/" + sample + "/review",
                "{\"recording\":\"" + film + "\",\"result\":\"faulty\",\"comment\":\"没有告知\"}",
                auditor);
        assertThat(page("/samples/" + sample, auditor)).contains("没有告知", "100 %", film.value());
        assertThat(page("/samples/" + sample, person(Role.OFFICER, "某")))
                .contains("没有告知")
                .doesNotContain(review);
        assertThat(page("/samples", auditor)).contains("/samples/" + sample, "月查");
    }

    @Test
    void figuresAreATableAndALinkToTheSameAsCsv() throws Exception {
        String officer = person(Role.OFFICER, "某");
        String text = page("/figures?by=unit,officer&period=year&from=", officer);
        assertThat(text)
                .contains("一队", "&lt;script&gt;", "/api/figures?by=unit%2Cofficer&amp;format=csv&amp;period=year");
        assertThat(browser.get("/figures?by=nonsense", officer).statusCode()).isEqualTo(400);
    }

    @Test
    void aKeeperTellsOfACameraOnItsPage() throws Exception {
        String keeper = person(Role.CUSTODIAN, "周保管", Office.KEEPER);
        String officer = person(Role.OFFICER, "某");
        assertThat(browser.get("/devices/cam-8", officer).statusCode())
                .as("nothing is told of it")
                .isEqualTo(404);
        assertThat(page("/devices/cam-8", keeper)).contains("data-post=\"/api/devices/cam-8/issue\"");
        done("/api/devices/cam-8/issue", "{\"holder\":\"赵六\",\"checks\":{\"clock\":\"not-ok\"}}", keeper);
        assertThat(page("/devices", officer)).contains("cam-8", "赵六", "已领用").doesNotContain("Another camera");
        assertThat(page("/devices/cam-8", officer)).contains("clock not-ok").doesNotContain("data-post");
        HttpResponse<byte[]> led = browser.get("/devices/camera?camera=cam-9&agency=chengde", keeper);
        assertThat(led.headers().firstValue("Location")).hasValue("/devices/cam-9?agency=chengde");
        assertThat(page("/devices", rooms.token(Grant.of(Role.CUSTODIAN, "总库"))))
                .contains("Which agency");
    }

    @Test
    void aDocumentStandsAloneAndItsPolicyLetsInItsOwnStyleAlone() throws Exception {
        HttpResponse<byte[]> answer =
                browser.get("/api/register?format=html", person(Role.CUSTODIAN, "周保管", Office.KEEPER));
        String text = Browser.text(answer);
        assertThat(text).doesNotContain("<link", "src=", "/assets/");
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(text);
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .doesNotContain("unsafe");
    }
}
