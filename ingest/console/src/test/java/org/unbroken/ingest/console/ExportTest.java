package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.evidence.ExportRecord;
import org.unbroken.integrity.evidence.ExportStatement;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.ledger.CustodyRecord;

/** An export is on record before it is answered; who may not, or names nothing, enters nothing. */
class ExportTest {
    private static final byte[] FILM = SampleRecordings.bytes(70_000, 1);

    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private RecordingId film;
    private final AtomicInteger exports = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), InstantSource.system(), rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.empty());
        film = rooms.sealed("jiading", "cam-7", FILM, Map.of("filename", "night shift.MP4"));
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private JsonObject statement() {
        ExportStatement statement = new ExportStatement(
                new RecordingId("01a1ffcd-31bb-7000-8000-0000000000e" + exports.getAndIncrement()),
                Instant.parse("2026-11-22T01:02:03Z"),
                Optional.of("李四"),
                Optional.of("某县人民法院"),
                Optional.of("王五"),
                Optional.of("(2026) 行初 17 号"),
                Optional.empty(),
                "unbroken tests");
        return new ExportRecord(statement, Sha256.of("html"), Sha256.of("text")).json();
    }

    private HttpResponse<byte[]> export(JsonObject body, String token) throws Exception {
        return browser.send(
                "POST", "/api/recordings/" + film + "/export", body.text(), "Authorization", "Bearer " + token);
    }

    private List<CustodyRecord> exported() throws Exception {
        return rooms.ledger().custody(film).stream()
                .filter(record -> record.entry().is(CustodyEvent.EXPORTED))
                .toList();
    }

    @Test
    void theStatementIsInTheDetailAndNotInTheEntry() throws Exception {
        JsonObject statement = statement();

        HttpResponse<byte[]> response = export(statement, custodian);

        assertThat(response.statusCode()).as(Browser.text(response)).isEqualTo(200);
        CustodyRecord record =
                Await.until(this::exported, found -> found.size() == 1).get(0);
        assertThat(record.index()).isEqualTo(JsonObject.parse(response.body()).integer("index"));
        assertThat(record.entry().json().text()).doesNotContain("李四", "法院", "王五", "行初");
        JsonObject detail = record.detail().orElseThrow();
        statement
                .members()
                .forEach((name, value) -> assertThat(detail.find(name)).as(name).contains(value));
        assertThat(detail.string("role")).isEqualTo("custodian");
    }

    @Test
    void theSameExportAgainFindsItsEntry() throws Exception {
        JsonObject statement = statement();

        long first = JsonObject.parse(export(statement, custodian).body()).integer("index");
        long again = JsonObject.parse(export(statement, custodian).body()).integer("index");
        long other = JsonObject.parse(export(statement(), custodian).body()).integer("index");

        assertThat(again).isEqualTo(first);
        assertThat(other).isGreaterThan(first);
    }

    @Test
    void onlyACustodianExports() throws Exception {
        int before = rooms.log.appended;
        for (Role role : Role.values()) {
            if (role != Role.CUSTODIAN && role != Role.DOCK && role != Role.GATEWAY) {
                String token = rooms.token(role, Optional.empty());
                assertThat(export(statement(), token).statusCode())
                        .as(role.wire())
                        .isEqualTo(403);
            }
        }
        assertThat(export(statement(), rooms.token(Role.CUSTODIAN, Optional.of("elsewhere")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(rooms.log.appended).isEqualTo(before);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        JsonObject without = statement().with().remove("note_html_sha256").build();
        assertThat(Browser.text(export(without, custodian))).contains("note_html_sha256");
        JsonObject lines = statement().with().put("for", "a\nb").build();
        HttpResponse<byte[]> refused = export(lines, custodian);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Browser.text(refused)).contains("several lines");
    }

    @Test
    void aLogThatTakesNothingGivesNothingOut() throws Exception {
        rooms.log.full = true;

        assertThat(export(statement(), custodian).statusCode()).isEqualTo(503);
    }
}
