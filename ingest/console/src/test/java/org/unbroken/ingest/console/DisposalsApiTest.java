package org.unbroken.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.worm.ObjectKey;

/** A batch from its request to its end, by the people who have to do with it. */
class DisposalsApiTest {
    private static final InstantSource THEN = InstantSource.fixed(Instant.parse("2041-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Rooms rooms;
    private ConsoleServer console;
    private Browser browser;
    private String custodian;
    private String approver;
    private String other;
    private RecordingId film;

    @BeforeEach
    void start() throws Exception {
        rooms = new Rooms(directory);
        console = new ConsoleServer(ConsoleSettings.plain("127.0.0.1", 0), rooms.ends(), THEN, rooms.registry);
        console.start();
        browser = new Browser(console.uri());
        custodian = rooms.token(Role.CUSTODIAN, Optional.of("jiading"));
        approver = rooms.token(Role.APPROVER, Optional.of("jiading"), "Wang");
        other = rooms.token(Role.APPROVER, Optional.of("jiading"), "Li");
        film = rooms.sealed("jiading", "cam-7", SampleRecordings.bytes(7000, 1), Map.of("party", "王五"));
    }

    @AfterEach
    void stop() throws Exception {
        console.close();
        rooms.close();
    }

    private HttpResponse<byte[]> post(String path, String body, String token) throws Exception {
        return browser.send("POST", "/api/disposals" + path, body, "Authorization", "Bearer " + token);
    }

    private JsonObject done(String path, String body, String token) throws Exception {
        HttpResponse<byte[]> answer = post(path, body, token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body());
    }

    private void refused(int status, String path, String body, String token, String... said) throws Exception {
        HttpResponse<byte[]> answer = post(path, body, token);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(status);
        List.of(said).forEach(words -> assertThat(Browser.text(answer)).contains(words));
    }

    private static String wants(RecordingId... ids) {
        return "{\"reason\":\"2026 are over\",\"recordings\":["
                + String.join(
                        ",", List.of(ids).stream().map(id -> "\"" + id + "\"").toList())
                + "]}";
    }

    private JsonObject shown(String batch) throws Exception {
        return browser.json("/api/disposals/" + batch, custodian);
    }

    @Test
    void twoOthersApproveAndThenItGoes() throws Exception {
        JsonObject requested = done("", "{\"reason\":\"r\",\"expired_before\":\"2040-06-01T00:00:00Z\"}", custodian);
        String batch = requested.string("batch");
        String list = "{\"list_sha256\":\"" + requested.string("list_sha256") + "\"}";
        assertThat(requested.integer("recordings")).isEqualTo(1);
        assertThat(shown(batch).string("state")).isEqualTo("requested");

        refused(409, "/" + batch + "/run", "{}", custodian, "two persons", "0 did");
        refused(403, "/" + batch + "/approve", list, custodian);
        refused(409, "/" + batch + "/approve", "{\"list_sha256\":\"ff\"}", approver, "digest");
        refused(
                403,
                "/" + batch + "/approve",
                list,
                rooms.token(Role.APPROVER, Optional.of("jiading"), "custodian for tests"),
                "own request");
        refused(404, "/" + batch + "/approve", list, rooms.token(Role.APPROVER, Optional.of("baoshan"), "Zhao"));

        assertThat(done("/" + batch + "/approve", list, approver).string("state"))
                .isEqualTo("requested");
        done("/" + batch + "/approve", list, approver);
        refused(
                403,
                "/" + batch + "/approve",
                list,
                rooms.token(Role.APPROVER, Optional.of("jiading"), "Wang"),
                "two persons");
        refused(409, "/" + batch + "/run", "{}", custodian, "1 did");
        assertThat(done("/" + batch + "/approve", list, other).string("state")).isEqualTo("approved");

        refused(403, "/" + batch + "/run", "{}", approver);
        assertThat(done("/" + batch + "/run", "{}", custodian).string("state")).isEqualTo("ordered");
        carryOut();

        JsonObject end = shown(batch);
        assertThat(end.string("state")).isEqualTo("done");
        assertThat(end.integer("disposed")).isEqualTo(1);
        assertThat(end.object("done").object("detail").integer("disposed")).isEqualTo(1);
        assertThat(browser.json("/api/recordings/" + film, custodian).string("state"))
                .isEqualTo("disposed");
        assertThat(browser.json("/api/disposals", custodian).array("disposals").objects())
                .extracting(each -> each.string("batch"))
                .containsExactly(batch);
        String elsewhere = rooms.token(Role.AUDITOR, Optional.of("baoshan"));
        assertThat(browser.json("/api/disposals", elsewhere).array("disposals").items())
                .isEmpty();
        assertThat(rooms.worm.find(ObjectKey.original(film))).isEmpty();
    }

    private void carryOut() throws Exception {
        ConsoleEnds ends = rooms.ends();
        new DisposalTask(ends.log(), ends.ledger(), ends.worm(), ends.cases(), recordings -> {}, THEN)
                .attend(SignedNote.parse(ends.log().checkpoint().orElseThrow()));
    }

    /** What the console's clock says, in 2041, is not what the cases' clock says: its time is over by both. */
    private String archivedCase(String number) throws Exception {
        String opened = put("/api/cases", "{\"case\":{\"number\":\"" + number + "\",\"parties\":[\"王五\"]}}")
                .string("id");
        put("/api/cases/" + opened + "/close", "{}");
        put("/api/cases/" + opened + "/archive", "{\"kept_until\":\"2026-01-01T00:00:00Z\"}");
        return opened;
    }

    private JsonObject put(String path, String body) throws Exception {
        HttpResponse<byte[]> answer = browser.send("POST", path, body, "Authorization", "Bearer " + custodian);
        assertThat(answer.statusCode()).as(Browser.text(answer)).isEqualTo(200);
        return JsonObject.parse(answer.body());
    }

    private static String rule(JsonObject requested) {
        return "{\"list_sha256\":\"" + requested.string("list_sha256") + "\"}";
    }

    @Test
    void filesWhoseTimeIsOverGoByTheSameWay() throws Exception {
        rooms.sealed("jiading", "cam-7", SampleRecordings.bytes(70, 3), Map.of("case", "A-17"));
        String ended = archivedCase("A-16");
        String withFootage = archivedCase("A-17");
        refused(409, "", wants(new RecordingId(withFootage)), custodian, "footage that was not disposed of");
        refused(
                409,
                "",
                wants(RecordingId.generate(THEN, new SecureRandom())),
                custodian,
                "there is no such recording");

        JsonObject requested = done("", "{\"reason\":\"over\",\"ended_files\":true}", custodian);
        assertThat(requested.integer("recordings")).isEqualTo(1);
        String path = "/" + requested.string("batch");
        assertThat(shown(requested.string("batch")).array("recordings").objects())
                .extracting(each -> each.string("recording"))
                .containsExactly(ended);
        done(path + "/approve", rule(requested), approver);
        done(path + "/approve", rule(requested), other);
        done(path + "/run", "{}", custodian);
        carryOut();

        JsonObject end = shown(requested.string("batch"));
        assertThat(end.string("state")).isEqualTo("done");
        assertThat(end.integer("disposed")).isEqualTo(1);
        assertThat(browser.json("/api/cases/" + ended, custodian).string("state"))
                .isEqualTo("disposed");
        assertThat(browser.get("/api/recordings/" + ended, custodian).statusCode())
                .as("it was no recording")
                .isEqualTo(404);
        refused(409, "", "{\"reason\":\"over\",\"ended_files\":true}", custodian, "nothing to request");
    }

    @Test
    void batchesAreListedPageByPage() throws Exception {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(done("", wants(film), custodian).string("batch"));
        }
        // All of one moment, by this clock.
        asked.sort(Comparator.reverseOrder());
        List<String> told = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            JsonObject page = browser.json("/api/disposals?limit=2" + after.get(), custodian);
            assertThat(page.array("disposals").items()).hasSizeLessThanOrEqualTo(2);
            page.array("disposals").objects().forEach(each -> told.add(each.string("batch")));
            after = page.find("next")
                    .filter(JsonString.class::isInstance)
                    .map(next -> "&after=" + ((JsonString) next).value());
        }
        assertThat(told).containsExactlyElementsOf(asked);
        assertThat(browser.get("/api/disposals?limit=0", custodian).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatMayNotGoIsNamedAndTheRestIsRequestedOnlyIfAsked() throws Exception {
        RecordingId held = rooms.sealed("jiading", "cam-7", SampleRecordings.bytes(70, 2), Map.of());
        RecordingId inCase = rooms.sealed("jiading", "cam-7", SampleRecordings.bytes(70, 3), Map.of("case", "A-17"));
        RecordingId foreign = rooms.sealed("baoshan", "cam-7", SampleRecordings.bytes(70, 4), Map.of());
        browser.send(
                "POST",
                "/api/recordings/" + held + "/hold",
                "{\"reason\":\"appeal\"}",
                "Authorization",
                "Bearer " + custodian);

        String body = wants(film, held, inCase, foreign);
        refused(
                409,
                "",
                body,
                custodian,
                held + " is under legal hold",
                inCase + " is in a case",
                foreign + " there is no such recording",
                "the other 1 are requested");
        JsonObject some = done("", body.replace("}", ",\"leave_out_ineligible\":true}"), custodian);
        assertThat(some.integer("recordings")).isEqualTo(1);
        assertThat(some.array("left_out").objects())
                .extracting(each -> each.string("recording"))
                .containsExactly(held.value(), inCase.value(), foreign.value());
        JsonObject batch = shown(some.string("batch"));
        assertThat(batch.array("recordings").objects())
                .extracting(each -> each.string("recording"))
                .containsExactly(film.value());

        String list = "{\"list_sha256\":\"" + some.string("list_sha256") + "\"}";
        String path = "/" + some.string("batch");
        done(path + "/approve", list, approver);
        done(path + "/approve", list, other);
        browser.send(
                "POST",
                "/api/recordings/" + film + "/hold",
                "{\"reason\":\"appeal\"}",
                "Authorization",
                "Bearer " + custodian);
        refused(409, path + "/run", "{}", custodian, film + " is under legal hold");
    }

    @Test
    void nothingIsRequestedBeforeItsTime() throws Exception {
        console.close();
        console = new ConsoleServer(
                ConsoleSettings.plain("127.0.0.1", 0),
                rooms.ends(),
                InstantSource.fixed(Rooms.KEPT_UNTIL.minusSeconds(1)),
                new io.prometheus.metrics.model.registry.PrometheusRegistry());
        console.start();
        browser = new Browser(console.uri());

        refused(409, "", wants(film), custodian, "to be kept until " + Rooms.KEPT_UNTIL);
        String future = Timestamps.format(Rooms.KEPT_UNTIL);
        refused(400, "", "{\"reason\":\"r\",\"expired_before\":\"" + future + "\"}", custodian, "has not come yet");
        for (String wrong : List.of(
                "{}",
                "{\"reason\":\"r\"}",
                "{\"reason\":\"r\",\"recordings\":[\"x\"]}",
                "{\"reason\":\"r\",\"recordings\":5}",
                "{\"reason\":\"r\",\"recordings\":[],\"expired_before\":\"2026-01-01T00:00:00Z\"}")) {
            assertThat(post("", wrong, custodian).statusCode()).as(wrong).isEqualTo(400);
        }
        refused(403, "", wants(film).replace("}", ",\"agency\":\"baoshan\"}"), custodian);
        for (Role role : List.of(Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.OPERATOR)) {
            refused(403, "", wants(film), rooms.token(role, Optional.empty()));
        }
    }
}
