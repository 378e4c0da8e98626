package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;

/**
 * A camera's numbering, kept in keyed state across a killed server: a missing number is a finding, its late arrival takes
 * it back in a new analysis record, and nothing sealed changes.
 */
@Tag("slow")
final class LateArrivalTest {
    private static final Instant SHIFT = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir(factory = InMemory.class)
    private Path data;

    @Test
    void aMissingNumberIsAFindingUntilItArrives() throws Exception {
        Site site = Site.create(data);
        String third;
        String manifest;
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            ConsoleClient console = site.console(server);
            dock(server, site, 1);
            third = dock(server, site, 3);
            JsonObject shown = Site.settled(console, third, "sealed");
            assertThat(kinds(shown)).contains("missing_sequence");
            assertThat(shown.object("continuity").string("verdict")).isEqualTo("interrupted");
            manifest = Site.utf8(console.bytes("api/recordings/" + third + "/manifest"));
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            ConsoleClient console = site.console(server);
            String second = dock(server, site, 2);
            assertThat(kinds(Site.settled(console, second, "sealed"))).doesNotContain("missing_sequence");
            Await.until("the finding is taken back", () -> !kinds(console.json("api/recordings/" + third))
                    .contains("missing_sequence"));
            assertThat(Site.utf8(console.bytes("api/recordings/" + third + "/manifest")))
                    .isEqualTo(manifest);
            WholeLog log = WholeLog.read(console, site.trusted());
            assertThat(log.of(CustodyEvent.INSPECTED, third))
                    .as("the first analysis stays beside the second")
                    .hasSize(2);
            assertThat(log.of(CustodyEvent.SEALED, third)).hasSize(1);
        }
    }

    private static String dock(ServerProcess server, Site site, int number) throws Exception {
        byte[] bytes = ("recording " + number).getBytes(StandardCharsets.UTF_8);
        TusCalls tus = new TusCalls(server.upload(), site.dock());
        HttpResponse<String> created = tus.create(
                bytes.length,
                Map.of(
                        "camera", "cam-1",
                        "sequence", Integer.toString(number),
                        "recorded_start", SHIFT.plusSeconds(60L * number).toString(),
                        "recorded_end", SHIFT.plusSeconds(60L * number + 60).toString()));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(tus.patch(tus.address(created), 0, bytes).statusCode()).isEqualTo(204);
        String recording = TusCalls.id(tus.address(created));
        Site.settled(site.console(server), recording, "sealed");
        return recording;
    }

    private static List<String> kinds(JsonObject shown) {
        return shown.object("continuity").array("findings").objects().stream()
                .map(finding -> finding.string("kind"))
                .toList();
    }
}
