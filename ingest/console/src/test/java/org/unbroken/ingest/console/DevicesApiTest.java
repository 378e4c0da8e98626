package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
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
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Cameras issued, handed back, lent and lost, and figures, over real HTTP. */
@Tag("slow")
class DevicesApiTest {
    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String keeper;
    private final Instant now = Instant.now();

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        rooms.rules = new AgencyRules(
                Map.of("ruled", new RulebookShelf().find("A").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        keeper = rooms.token(Role.CUSTODIAN, Optional.of("county"), "保管员");
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private String hoursAgo(int hours) {
        return Timestamps.format(now.minus(Duration.ofHours(hours)));
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return browser.send("POST", "/api/devices/" + path, body, "Authorization", "Bearer " + keeper);
    }

    private void told(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = post(path, body);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
    }

    private RecordingId recorded(String agency, String camera, int hoursAgo, String officer) throws Exception {
        Map<String, String> labels = new HashMap<>(
                Map.of("recorded_start", hoursAgo(hoursAgo), "recorded_end", hoursAgo(hoursAgo), "unit", "二中队"));
        labels.put("officer", officer);
        return rooms.sealed(agency, camera, SampleRecordings.bytes(100 + hoursAgo, 1), labels);
    }

    private List<String> findings(RecordingId id) throws Exception {
        return browser.json("/api/recordings/" + id, keeper).object("device").array("findings").objects().stream()
                .map(finding -> finding.string("kind"))
                .toList();
    }

    @Test
    void footageOfACameraThatWasNotIssuedIsAFinding() throws Exception {
        RecordingId before = recorded("county", "cam-7", 30, "031882");
        assertThat(browser.json("/api/recordings/" + before, keeper).members())
                .as("the agency keeps no list")
                .containsEntry("device", JsonNull.NULL);

        told("cam-7/issue", "{\"holder\":\"031882\",\"unit\":\"二中队\",\"since\":\"" + hoursAgo(20) + "\"}");
        told("cam-7/return", "{\"since\":\"" + hoursAgo(10) + "\"}");
        assertThat(findings(before)).containsExactly("camera-not-issued");
        assertThat(findings(recorded("county", "cam-7", 15, "031882")))
                .as("docked after it was handed back, and made before")
                .isEmpty();
        assertThat(findings(recorded("county", "cam-7", 14, "099999"))).containsExactly("other-officer");
        assertThat(findings(recorded("county", "cam-7", 5, "031882"))).containsExactly("camera-not-issued");
        assertThat(findings(recorded("county", "cam-8", 15, "031882"))).containsExactly("camera-not-issued");

        told("cam-7/issue", "{\"holder\":\"031882\",\"since\":\"" + hoursAgo(31) + "\",\"reason\":\"told late\"}");
        assertThat(findings(before)).as("told late, and it counts").isEmpty();
    }

    @Test
    void lentAndLostAreFindingsAndTheHistorySaysWho() throws Exception {
        told("cam-7/issue", "{\"holder\":\"031882\",\"since\":\"" + hoursAgo(20) + "\"}");
        told("cam-7/lend", "{\"holder\":\"某公司\",\"reason\":\"no right to\",\"since\":\"" + hoursAgo(10) + "\"}");
        told("cam-7/lose", "{\"reason\":\"掉入河中\",\"since\":\"" + hoursAgo(2) + "\"}");
        assertThat(findings(recorded("county", "cam-7", 5, "031882"))).containsExactly("camera-lent");
        assertThat(findings(recorded("county", "cam-7", 1, "031882"))).containsExactly("camera-lost");

        JsonObject device = browser.json("/api/devices/cam-7", keeper);
        assertThat(device.string("state")).isEqualTo("lost");
        assertThat(device.array("events").objects())
                .extracting(event -> event.string("event"))
                .containsExactly("camera-lost", "camera-lent", "camera-issued");
        assertThat(browser.json("/api/devices", keeper).array("devices").objects())
                .singleElement()
                .satisfies(each -> assertThat(each.string("camera")).isEqualTo("cam-7"));
        String foreign = rooms.token(Role.CUSTODIAN, Optional.of("town"), "other");
        assertThat(browser.json("/api/devices", foreign).array("devices").items())
                .isEmpty();
    }

    @Test
    void camerasAreListedPageByPageAsTheirNewestEventsTell() throws Exception {
        keeper = rooms.token(Role.CUSTODIAN, Optional.of("large"), "保管员三");
        told("cam-1/issue", "{\"holder\":\"1\",\"since\":\"" + hoursAgo(300) + "\"}");
        told("cam-2/issue", "{\"holder\":\"2\",\"since\":\"" + hoursAgo(300) + "\"}");
        // More than are read at first, none of which says where it is.
        rooms.checked("large", "cam-2", 300);
        told("cam-3/issue", "{\"holder\":\"3\",\"since\":\"" + hoursAgo(3) + "\"}");
        told("cam-3/lose", "{\"reason\":\"told late\",\"since\":\"" + hoursAgo(4) + "\"}");

        JsonObject page = browser.json("/api/devices?limit=2", keeper);
        assertThat(page.array("devices").objects())
                .extracting(each -> each.string("camera") + each.string("state") + each.string("holder"))
                .containsExactly("cam-1issued1", "cam-2issued2");
        assertThat(page.string("next")).isEqualTo("cam-2");
        JsonObject rest = browser.json("/api/devices?limit=2&after=cam-2", keeper);
        assertThat(rest.array("devices").objects())
                .extracting(each -> each.string("camera") + each.string("state") + each.string("holder"))
                .containsExactly("cam-3issued3");
        assertThat(rest.members()).containsEntry("next", JsonNull.NULL);
        assertThat(Browser.text(browser.get("/devices?after=cam-2", keeper)))
                .contains("cam-3", "« First")
                .doesNotContain("/devices/cam-1?");
    }

    @Test
    void whatTheRulebookWantsCheckedBeforeUseIsMissedWhereNobodyChecked() throws Exception {
        keeper = rooms.token(Role.CUSTODIAN, Optional.of("ruled"), "保管员二");
        told("cam-1/issue", "{\"holder\":\"1\",\"since\":\"" + hoursAgo(20) + "\"}");
        RecordingId id = recorded("ruled", "cam-1", 10, "1");
        assertThat(findings(id)).containsExactly("camera-not-checked");
        told(
                "cam-1/check",
                "{\"checks\":{\"battery\":\"ok\",\"space\":\"not-ok\"},\"since\":\"" + hoursAgo(12) + "\"}");
        assertThat(findings(id)).containsExactly("camera-not-checked");
        told("cam-1/check", "{\"checks\":{\"space\":\"ok\"},\"since\":\"" + hoursAgo(11) + "\"}");
        assertThat(findings(id)).isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        String future = Timestamps.format(now.plus(Duration.ofDays(1)));
        assertThat(post("cam-7/issue", "{}").statusCode()).isEqualTo(400);
        assertThat(post("cam-7/issue", "{\"holder\":\"1\",\"since\":\"" + future + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("cam-7/check", "{\"checks\":{\"colour\":\"ok\"}}").statusCode())
                .isEqualTo(400);
        assertThat(post("cam-7/lend", "{\"holder\":\"1\"}").statusCode()).isEqualTo(400);
        assertThat(post("cam-7/issue", "{\"holder\":\"1\",\"agency\":\"town\"}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void figuresAreByUnitAndOfficerAndOfTheOwnAgencyAlone() throws Exception {
        recorded("county", "cam-7", 15, "031882");
        recorded("county", "cam-7", 14, "=1+1");
        recorded("town", "cam-9", 14, "5");
        JsonObject answer = browser.json("/api/figures?by=unit,officer", keeper);
        assertThat(answer.integer("counted")).isEqualTo(2);
        assertThat(answer.array("figures").objects()).hasSize(2);
        JsonObject first = answer.array("figures").objects().get(0);
        assertThat(first.string("unit")).isEqualTo("二中队");
        assertThat(first.integer("recordings")).isEqualTo(1);
        assertThat(first.integer("continuity_unknown")).isEqualTo(1);
        assertThat(browser.json("/api/figures?by=unit", keeper)
                        .array("figures")
                        .objects()
                        .get(0)
                        .integer("recordings"))
                .isEqualTo(2);

        HttpResponse<byte[]> csv =
                browser.send("GET", "/api/figures?by=officer&format=csv", "", "Authorization", "Bearer " + keeper);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(Browser.text(csv)).contains("recordings").contains("\r\n").contains("'=1+1");
        assertThat(browser.send("GET", "/api/figures?by=colour", "", "Authorization", "Bearer " + keeper)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void figuresTellContinuousFromInterruptedAndLateFromInTime() throws Exception {
        keeper = rooms.token(Role.CUSTODIAN, Optional.of("ruled"), "保管员二");
        RecordingId whole = recorded("ruled", "cam-1", 2, "1");
        RecordingId broken = recorded("ruled", "cam-1", 24 * 30, "1");
        rooms.analysed(whole, "ruled", analysis("continuous"));
        rooms.analysed(broken, "ruled", analysis("interrupted"));
        JsonObject figures =
                browser.json("/api/figures", keeper).array("figures").objects().get(0);
        assertThat(figures.integer("continuous")).isEqualTo(1);
        assertThat(figures.integer("not_continuous")).isEqualTo(1);
        assertThat(figures.integer("seconds")).isEqualTo(120);
        assertThat(figures.integer("uploaded_in_time")).isEqualTo(1);
        assertThat(figures.integer("uploaded_late")).isEqualTo(1);
        assertThat(figures.integer("recordings")).isEqualTo(2);
    }

    private static JsonObject analysis(String verdict) {
        return JsonObject.builder()
                .put("duration_us", 60_000_000L)
                .put("metadata", JsonObject.builder().build())
                .put("continuity", JsonObject.builder().put("verdict", verdict).build())
                .build();
    }
}
