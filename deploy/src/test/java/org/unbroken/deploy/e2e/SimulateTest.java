package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;

/** A docking curve against a real server: what the simulation says is what the server has. */
@Tag("slow")
final class SimulateTest {
    @TempDir(factory = InMemory.class)
    private Path data;

    @Test
    void everyClipOfAnEveningIsSealedAndCounted() throws Exception {
        Site site = Site.create(data);
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            Cli played = Cli.run(
                    "simulate",
                    "--server",
                    server.upload(),
                    "--token",
                    site.dock(),
                    "--cameras",
                    6,
                    "--files",
                    2,
                    "--size",
                    "10KiB",
                    "--duration",
                    "2s",
                    "--seed",
                    7,
                    "--json");
            assertThat(played.exit()).as(played.said()).isZero();
            JsonObject json = JsonObject.parse(played.line().getBytes(StandardCharsets.UTF_8));
            assertThat(json.integer("acknowledged")).isEqualTo(12);
            assertThat(json.integer("sealed")).isEqualTo(12);
            assertThat(json.integer("unsealed")).isZero();
            List<JsonObject> recordings = Site.recordings(site.console(server));
            assertThat(recordings).hasSize(12).allMatch(recording -> recording.integer("size") == 10 << 10);
            assertThat(recordings.stream()
                            .map(recording -> recording.string("camera"))
                            .distinct())
                    .hasSize(6);
        }
    }

    @Test
    void aDoorThatKnowsNoSuchTokenIsCannotTell() throws Exception {
        Site.create(data);
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings())) {
            Cli played = Cli.run(
                    "simulate",
                    "--server",
                    server.upload(),
                    "--token",
                    "unb_nobody",
                    "--cameras",
                    2,
                    "--duration",
                    "1s");
            assertThat(played.exit()).isEqualTo(2);
            assertThat(played.out()).contains("not uploaded: 401");
        }
    }
}
