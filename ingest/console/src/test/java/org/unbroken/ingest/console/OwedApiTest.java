package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** What is owed, and what a complaint collects, over real HTTP. */
class OwedApiTest {
    private static final byte[] FILM = SampleRecordings.bytes(500, 5);

    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        "county", shelf.find("A").orElseThrow(),
                        "chengde", shelf.find("I").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String path, String body, String token) throws Exception {
        return browser.send("POST", path, body, "Authorization", "Bearer " + token);
    }

    @Test
    void aRecordingsDebtsAreShownWithItAndListed() throws Exception {
        String officer = rooms.token(Role.OFFICER, Optional.of("chengde"));
        RecordingId one = rooms.sealed("chengde", "cam-1", FILM, Map.of("officer", "李四"));
        RecordingId paired = rooms.sealed("chengde", "cam-1", FILM, Map.of("officer", "李四"));
        post("/api/recordings/" + paired + "/labels", "{\"labels\":{\"colleagues\":\"王五\"}}", officer);
        rooms.sealed("county", "cam-1", FILM, Map.of());

        JsonObject shown = browser.json("/api/recordings/" + one, officer);
        JsonObject owed = shown.array("owed").objects().get(0);
        assertThat(owed.string("setting")).isEqualTo("officers.least");
        assertThat(owed.array("articles").strings()).containsExactly("10");
        assertThat(owed.array("wording").strings().get(0)).contains("双人携带");
        assertThat(shown.object("continuity_rule").string("applies")).isEqualTo("applies");
        assertThat(browser.json("/api/owed", officer).array("recordings").objects())
                .extracting(json -> json.string("recording"))
                .containsExactly(one.value());
        String foreign = rooms.token(Role.OFFICER, Optional.of("county"));
        assertThat(browser.json("/api/owed?agency=chengde", foreign)
                        .array("recordings")
                        .items())
                .isEmpty();
        assertThat(browser.get("/api/owed/agency?agency=chengde", foreign).statusCode())
                .isEqualTo(403);
        assertThat(browser.json("/api/owed/agency", officer).array("owed").items())
                .isEmpty();
        assertThat(browser.json("/api/owed/review-sheet", officer)
                        .array("look_for")
                        .objects()
                        .get(0)
                        .object("question")
                        .string("zh"))
                .contains("本次执法全程录音录像");
    }

    /** I9: 执法行为被投诉的，及时收集、保存相关信息; A21(2): 投诉、上访的 is kept for long. */
    @Test
    void aComplaintCollectsWhatWasFilmedAtOnce() throws Exception {
        String keeper = rooms.token(Role.CUSTODIAN, Optional.of("chengde"), "周保管");
        RecordingId by = rooms.sealed("chengde", "cam-1", FILM, Map.of("officer", "李四", "case", "K-1"));
        RecordingId other = rooms.sealed("chengde", "cam-2", FILM, Map.of("officer", "王五", "case", "K-1"));
        RecordingId elsewhere = rooms.sealed("county", "cam-1", FILM, Map.of("officer", "李四", "case", "K-1"));
        assertThat(post("/api/complaints", "{\"reason\":\"r\",\"officer\":\"李四\"}", keeper)
                        .statusCode())
                .as("everything an officer ever filmed")
                .isEqualTo(400);

        String order = "{\"reason\":\"投诉李四\",\"case\":\"K-1\",\"officer\":\"李四\","
                + "\"complaint\":\"01a1ffcd-31bb-7000-8000-0000000000c1\"}";
        HttpResponse<byte[]> answer = post("/api/complaints", order, keeper);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        JsonObject collected = JsonObject.parse(answer.body());
        assertThat(collected.array("recordings").strings()).containsExactly(by.value());
        assertThat(collected.string("kept_by")).isEqualTo("hold");
        assertThat(collected.object("wanted").array("articles").strings()).containsExactly("9");
        assertThat(rooms.ledger().find(by).orElseThrow().holds())
                .containsExactly("01a1ffcd-31bb-7000-8000-0000000000c1");
        assertThat(rooms.ledger().find(other).orElseThrow().isHeld()).isFalse();
        assertThat(rooms.ledger().find(elsewhere).orElseThrow().isHeld()).isFalse();
        int entries = rooms.ledger().custody(by).size();
        assertThat(post("/api/complaints", order, keeper).statusCode()).isEqualTo(200);
        assertThat(rooms.ledger().custody(by)).as("the same order again").hasSize(entries);
        assertThat(rooms.ledger().custody(by).get(entries - 1).entry().json().text())
                .doesNotContain("李四", "周保管");

        String county = rooms.token(Grant.of(Role.CUSTODIAN, "刘保管").forAgency("county"));
        JsonObject marked = JsonObject.parse(post("/api/complaints", "{\"reason\":\"上访\",\"case\":\"K-1\"}", county)
                .body());
        assertThat(marked.string("kept_by")).isEqualTo("long-term");
        assertThat(browser.json("/api/recordings/" + elsewhere, county)
                        .object("keeping")
                        .text())
                .contains("long-term");
    }

    @Test
    void oneThatCannotBeKeptEndsNoneOfTheOthersAndIsTold() throws Exception {
        String keeper = rooms.token(Role.CUSTODIAN, Optional.of("chengde"), "周保管");
        List<RecordingId> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(rooms.sealed("chengde", "cam-1", FILM, Map.of("case", "K-2")));
        }
        String order = "{\"reason\":\"投诉\",\"case\":\"K-2\",\"complaint\":\"01a1ffcd-31bb-7000-8000-0000000000c2\"}";
        RecordingId gone = all.get(1);
        // As the log has it, of one that was disposed of meanwhile.
        rooms.log.refusal = fact -> fact.recording().equals(gone)
                ? Optional.of(new IllegalArgumentException("the recording was disposed of"))
                : Optional.empty();
        HttpResponse<byte[]> answer = post("/api/complaints", order, keeper);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        JsonObject collected = JsonObject.parse(answer.body());
        assertThat(collected.array("recordings").strings())
                .containsExactlyInAnyOrder(all.get(0).value(), all.get(2).value());
        assertThat(collected.array("refused").objects()).singleElement().satisfies(each -> {
            assertThat(each.string("recording")).isEqualTo(gone.value());
            assertThat(each.string("reason")).contains("disposed of");
        });
        for (RecordingId id : List.of(all.get(0), all.get(2))) {
            assertThat(rooms.ledger().find(id).orElseThrow().holds())
                    .containsExactly("01a1ffcd-31bb-7000-8000-0000000000c2");
        }

        rooms.log.full = true;
        answer = post("/api/complaints", order, keeper);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Browser.text(answer)).as("to go on with").contains("01a1ffcd-31bb-7000-8000-0000000000c2");
    }
}
