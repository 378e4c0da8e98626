package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;

/** Holds and longer retention are on record before they are answered, and shown with the recording. */
class KeepingApiTest {
    private static final String GROUND = "{\"reason\":\"复议 (2026) 17 号, 王五\"}";

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
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.empty());
        film = rooms.sealed("jiading", "cam-7", SampleRecordings.bytes(7000, 1), Map.of("filename", "a.MP4"));
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String what, String body, String token) throws Exception {
        return browser.send("POST", "/api/recordings/" + film + "/" + what, body, "Authorization", "Bearer " + token);
    }

    private JsonObject done(String what, String body) throws Exception {
        HttpResponse<byte[]> answer = post(what, body, custodian);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body());
    }

    private JsonObject shown() throws Exception {
        return browser.json("/api/recordings/" + film, custodian);
    }

    @Test
    void aHoldIsShownUntilItIsReleased() throws Exception {
        assertThat(shown().bool("held")).isFalse();
        String hold = done("hold", GROUND).string("hold");
        String other =
                done("hold", "{\"reason\":\"audit\",\"reference\":\"K-3\"}").string("hold");
        assertThat(shown().array("holds").strings()).containsExactly(hold, other);

        assertThat(post("release", GROUND, custodian).statusCode())
                .as("which one?")
                .isEqualTo(400);
        done("release", "{\"reason\":\"withdrawn\",\"hold\":\"" + hold + "\"}");
        assertThat(shown().array("holds").strings()).containsExactly(other);
        assertThat(shown().bool("held")).isTrue();
        done("release", "{\"reason\":\"done\",\"hold\":\"" + other + "\"}");
        assertThat(shown().bool("held")).isFalse();

        CustodyRecord held = rooms.ledger().custody(film).stream()
                .filter(record -> record.entry().is(CustodyEvent.HELD))
                .findFirst()
                .orElseThrow();
        assertThat(held.entry().json().text()).doesNotContain("复议", "王五");
        assertThat(held.detail().orElseThrow().string("reason")).contains("王五");
        assertThat(held.detail().orElseThrow().string("by")).isEqualTo("custodian for tests");
    }

    @Test
    void whoHadNoAnswerAsksAgainWithTheSameId() throws Exception {
        String body = "{\"reason\":\"r\",\"hold\":\"01a1ffcd-31bb-7000-8000-0000000000e1\"}";
        long first = done("hold", body).integer("index");
        assertThat(done("hold", body).integer("index")).isEqualTo(first);
        assertThat(shown().array("holds").strings()).hasSize(1);

        long released = done("release", body).integer("index");
        assertThat(done("release", body).integer("index")).isEqualTo(released);
        assertThat(post("hold", body, custodian).statusCode())
                .as("that hold is over")
                .isEqualTo(409);
        assertThat(post("hold", "{\"reason\":\"r\",\"hold\":\"王五\"}", custodian).statusCode())
                .as("the id outlives the detail, so it is no text")
                .isEqualTo(400);
    }

    @Test
    void retentionIsOnlyLengthened() throws Exception {
        String later = Timestamps.format(Rooms.KEPT_UNTIL.plusSeconds(86_400));
        assertThat(done("retention", "{\"reason\":\"r\",\"until\":\"" + later + "\"}")
                        .string("retain_until"))
                .isEqualTo(later);
        assertThat(shown().string("retain_until")).isEqualTo(later);

        String earlier = Timestamps.format(Rooms.KEPT_UNTIL);
        HttpResponse<byte[]> refused = post("retention", "{\"reason\":\"r\",\"until\":\"" + earlier + "\"}", custodian);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Browser.text(refused)).contains(later);
        for (String wrong : List.of(
                "{\"reason\":\"r\"}",
                "{\"reason\":\"r\",\"until\":\"soon\"}",
                "{\"until\":\"" + later + "\"}",
                "{\"reason\":\" \",\"until\":\"" + later + "\"}",
                "{\"reason\":\"r\",\"until\":\"2999-01-01T00:00:00Z\"}",
                "later")) {
            assertThat(post("retention", wrong, custodian).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(shown().string("retain_until")).isEqualTo(later);
    }

    @Test
    void onlyACustodianOfTheAgencyKeeps() throws Exception {
        int before = rooms.log.appended;
        for (Role role : Role.values()) {
            if (role != Role.CUSTODIAN && role != Role.DOCK && role != Role.GATEWAY) {
                assertThat(post("hold", GROUND, rooms.token(role, Optional.empty()))
                                .statusCode())
                        .as(role.wire())
                        .isEqualTo(403);
            }
        }
        assertThat(post("hold", GROUND, rooms.token(Role.CUSTODIAN, Optional.of("elsewhere")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(rooms.log.appended).isEqualTo(before);

        rooms.log.full = true;
        assertThat(post("hold", GROUND, custodian).statusCode()).isEqualTo(503);
    }

    @Test
    void nothingIsHeldThatWasDisposedOf() throws Exception {
        rooms.disposed(film, "jiading");
        assertThat(post("hold", GROUND, custodian).statusCode()).isEqualTo(410);
    }
}
