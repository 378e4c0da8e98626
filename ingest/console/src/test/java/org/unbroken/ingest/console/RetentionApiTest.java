package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.console.api.RulebookKeeping;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Facts for which footage is kept for long, over real HTTP. */
class RetentionApiTest {
    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private RecordingId film;

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        "county", shelf.find("A").orElseThrow(),
                        "bureau", shelf.find("H").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.of("county"), "张三");
        film = rooms.sealed("county", "cam-7", SampleRecordings.bytes(700, 1), Map.of("filename", "a.MP4"));
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String what, String body) throws Exception {
        return browser.send(
                "POST", "/api/recordings/" + film + "/" + what, body, "Authorization", "Bearer " + custodian);
    }

    private String keeping() throws Exception {
        return browser.json("/api/recordings/" + film, custodian)
                .object("keeping")
                .text();
    }

    private KeepingRules.Wanted wanted() throws Exception {
        return new RulebookKeeping(rooms.ledger(), rooms.rules)
                .wanted(rooms.ledger().find(film).orElseThrow())
                .orElseThrow();
    }

    @Test
    void aDisputeKeepsForLongUntilItIsWithdrawn() throws Exception {
        assertThat(keeping()).doesNotContain("long-term");
        HttpResponse<byte[]> answer = post("long-term", "{\"trigger\":\"dispute\",\"reason\":\"王五不服\"}");
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        String mark = JsonObject.parse(answer.body()).string("mark");
        assertThat(keeping()).contains("long-term");
        assertThat(wanted().classes()).contains("long-term", "unlabelled");

        CustodyRecord entry = rooms.ledger().custody(film).stream()
                .filter(record -> record.entry().event().equals("long-term"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.entry().json().text()).doesNotContain("王五", "dispute", "张三");
        assertThat(entry.detail().orElseThrow().string("by")).isEqualTo("张三");
        assertThat(entry.detail().orElseThrow().string("reason")).isEqualTo("王五不服");

        String again = "{\"mark\":\"" + mark + "\",\"reason\":\"a mistake\"}";
        assertThat(post("long-term/withdraw", again).statusCode()).isEqualTo(200);
        assertThat(keeping()).doesNotContain("long-term");
        assertThat(post("long-term", "{\"trigger\":\"dispute\",\"reason\":\"r\",\"mark\":\"" + mark + "\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aFactThatTheRulebookDoesNotKnowIsRefusedAndTheKnownOnesAreNamed() throws Exception {
        HttpResponse<byte[]> answer = post("long-term", "{\"trigger\":\"evasion\",\"reason\":\"r\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Browser.text(answer)).contains("dispute").contains("coercive-measure");
        assertThat(post("long-term", "{\"trigger\":\"dispute\"}").statusCode()).isEqualTo(400);
        assertThat(post("long-term/withdraw", "{\"mark\":\"x\",\"reason\":\"r\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    /** H16: 行政处罚一般程序案件中作为证据使用的影像资料保存期限应当与案卷保存期限相同. */
    @Test
    void evidenceOfASimpleProcedureUnderH() throws Exception {
        custodian = rooms.token(Role.CUSTODIAN, Optional.of("bureau"), "张三");
        film = rooms.sealed("bureau", "cam-7", SampleRecordings.bytes(700, 2), Map.of("case", "H-1"));
        post("labels", "{\"labels\":{\"evidence\":\"yes\"}}");
        assertThat(wanted().classes()).as("no case says otherwise").contains("evidence");

        HttpResponse<byte[]> opened = browser.send(
                "POST",
                "/api/cases",
                "{\"case\":{\"number\":\"H-1\",\"class\":\"simple-procedure\"}}",
                "Authorization",
                "Bearer " + custodian);
        assertThat(opened.statusCode()).as(Browser.text(opened)).isEqualTo(200);
        assertThat(wanted().classes()).doesNotContain("evidence");

        String id = JsonObject.parse(opened.body()).string("id");
        browser.send(
                "POST",
                "/api/cases/" + id + "/change",
                "{\"case\":{\"class\":\"general-procedure-penalty\"},\"reason\":\"转为一般程序\"}",
                "Authorization",
                "Bearer " + custodian);
        assertThat(wanted().classes()).contains("evidence");
    }

    @Test
    void aServerOnWhichNothingGoesRoundSaysSo() throws Exception {
        String auditor = rooms.token(Role.AUDITOR, Optional.empty());
        HttpResponse<byte[]> answer = browser.send("GET", "/api/retention", "", "Authorization", "Bearer " + auditor);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Browser.text(answer)).contains("rulebook");
    }
}
