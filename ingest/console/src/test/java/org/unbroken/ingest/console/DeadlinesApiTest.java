package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.HolidayNotice;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Deadlines over real HTTP: two agencies with a rulebook each, and one with none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlinesApiTest {
    private static final byte[] FILM = SampleRecordings.bytes(5_000, 3);

    @TempDir
    static Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private final Instant now = Instant.now();

    @BeforeAll
    void start() throws Exception {
        rooms = new Rooms(directory);
        RulebookShelf shelf = new RulebookShelf();
        rooms.rules = new AgencyRules(
                Map.of(
                        "county",
                        shelf.find("A").orElseThrow(),
                        "henan",
                        shelf.find("G").orElseThrow()),
                Optional.empty(),
                calendar());
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.empty());
    }

    /** This year and the next, whichever they are. */
    private WorkingCalendar calendar() {
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        return WorkingCalendar.shipped()
                .with(new HolidayNotice(year, "invented", Set.of(), Set.of()))
                .with(new HolidayNotice(year + 1, "invented", Set.of(), Set.of()));
    }

    @AfterAll
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private String ago(Duration time) {
        return Timestamps.format(now.minus(time).truncatedTo(ChronoUnit.MILLIS));
    }

    private JsonObject deadline(RecordingId id, String duty) throws Exception {
        return browser.json("/api/recordings/" + id, custodian).array("deadlines").objects().stream()
                .filter(deadline -> deadline.string("duty").equals(duty))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRecordingShowsWhatItsAgencysRulebookWants() throws Exception {
        RecordingId id = rooms.sealed(
                "county",
                "cam-1",
                FILM,
                Map.of("recorded_end", ago(Duration.ofHours(30)), "place", "门卫室", "matter", "检查"));

        JsonObject upload = deadline(id, "upload");
        assertThat(upload.string("state")).isEqualTo("late");
        assertThat(upload.bool("reason_wanted")).isTrue();
        assertThat(upload.string("due")).isEqualTo(ago(Duration.ofHours(6)));
        assertThat(upload.array("articles").strings()).containsExactly("16");
        assertThat(upload.array("wording").strings()).contains("24小时内");
        assertThat(upload.object("basis").bool("assumed")).isTrue();
        assertThat(upload.object("exception").bool("applied")).isFalse();
        JsonObject label = deadline(id, "label");
        assertThat(label.string("state")).isEqualTo("due");
        assertThat(label.array("missing").strings()).containsExactly("category", "name");
        assertThat(deadline(id, "case-file").string("state")).isEqualTo("waiting");
        assertThat(browser.json("/api/recordings/" + id, custodian)
                        .object("rulebook")
                        .string("id"))
                .isEqualTo("a-hebei-emergency-management-bureau");

        String page = Browser.text(browser.get("/recordings/" + id, custodian));
        assertThat(page).contains("第16条", "24小时内", "late", "nobody told it", "缺 missing: 分类、名称");
    }

    /** A22: two years; and B's reasons are not asked of A. Without A17's labels nobody has said what it is. */
    @Test
    void aRecordingShowsForHowLongItIsKeptAndWhy() throws Exception {
        RecordingId id = rooms.sealed("county", "cam-5", FILM, Map.of());

        JsonObject keeping = browser.json("/api/recordings/" + id, custodian).object("keeping");
        assertThat(Instant.parse(keeping.string("until"))).isAfter(now.plus(Duration.ofDays(729)));
        assertThat(keeping.bool("open")).isTrue();
        assertThat(keeping.array("reasons").objects())
                .extracting(reason -> reason.string("class"))
                .containsExactly("plain", "unlabelled");
        assertThat(keeping.array("reasons").objects().get(0).array("articles").strings())
                .containsExactly("22");
        assertThat(Browser.text(browser.get("/recordings/" + id, custodian))).contains("第22条");
    }

    @Test
    void anAgencyWithoutARulebookHasNone() throws Exception {
        RecordingId id = rooms.sealed("elsewhere", "cam-1", FILM, Map.of("recorded_end", ago(Duration.ofHours(90))));

        JsonObject json = browser.json("/api/recordings/" + id, custodian);
        assertThat(json.array("deadlines").items()).isEmpty();
        assertThat(json.members()).containsEntry("rulebook", JsonNull.NULL).containsEntry("keeping", JsonNull.NULL);
        assertThat(Browser.text(browser.get("/recordings/" + id, custodian))).doesNotContain("Deadlines");
    }

    /** Made 30 hours ago by a clock that was eight hours ahead: 38 hours ago. */
    @Test
    void aCamerasClockIsPutRightByWhatItWasOffAtDocking() throws Exception {
        RecordingId id = rooms.sealed(
                "county",
                "cam-2",
                FILM,
                Map.of(
                        "recorded_end",
                        ago(Duration.ofHours(30)),
                        "clock_offset_us",
                        String.valueOf(8 * 3_600_000_000L)));
        assertThat(deadline(id, "upload").string("due")).isEqualTo(ago(Duration.ofHours(14)));

        // And one that was made tomorrow told nothing.
        RecordingId future = rooms.sealed("county", "cam-3", FILM, Map.of("recorded_end", ago(Duration.ofHours(-30))));
        assertThat(deadline(future, "upload").string("state")).isEqualTo("done");
        assertThat(deadline(future, "upload").object("basis").object("why").string("en"))
                .contains("the camera told no time");
    }

    @Test
    void whatIsLateOrSoonDueIsListedToThoseWhoSeeIt() throws Exception {
        RecordingId late = rooms.sealed("henan", "cam-1", FILM, Map.of("recorded_end", ago(Duration.ofHours(60))));
        RecordingId inTime = rooms.sealed("henan", "cam-1", FILM, Map.of());

        List<JsonObject> listed = browser.json("/api/deadlines?agency=henan", custodian)
                .array("deadlines")
                .objects();
        assertThat(listed)
                .extracting(json -> json.string("recording"))
                .contains(late.value())
                .doesNotContain(inTime.value());
        assertThat(listed).allMatch(json -> json.string("agency").equals("henan"));
        assertThat(browser.json("/api/deadlines?agency=henan&state=done", custodian)
                        .array("deadlines")
                        .objects())
                .extracting(json -> json.string("recording"))
                .contains(inTime.value());

        String foreign = rooms.token(Role.CUSTODIAN, Optional.of("baoshan"));
        assertThat(browser.json("/api/deadlines", foreign).array("deadlines").items())
                .isEmpty();
        assertThat(browser.json("/api/deadlines?agency=henan", foreign)
                        .array("deadlines")
                        .items())
                .isEmpty();
    }

    /** Labels are due two working days after storage: they are listed before they are late. */
    @Test
    void whatIsDueIsListedBeforeItIsLate() throws Exception {
        RecordingId id = rooms.sealed("county", "cam-9", FILM, Map.of());

        assertThat(recordings("/api/deadlines?agency=county&state=due&within=200"))
                .contains(id.value());
        assertThat(recordings("/api/deadlines?agency=county&state=due&within=0"))
                .doesNotContain(id.value());
    }

    private List<String> recordings(String path) throws Exception {
        return browser.json(path, custodian).array("deadlines").objects().stream()
                .map(json -> json.string("recording"))
                .toList();
    }

    @Test
    void aWrongParameterIsNamed() throws Exception {
        assertThat(Browser.text(browser.get("/api/deadlines?state=tardy", custodian)))
                .contains("state", "overdue");
        assertThat(browser.get("/api/deadlines?within=soon", custodian).statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/api/deadlines?case=1", custodian).statusCode()).isEqualTo(400);
    }
}
