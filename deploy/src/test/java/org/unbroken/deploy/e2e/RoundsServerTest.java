package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;

/** A server copies its store, from which a drill restores; keeps by a rulebook; draws samples; tells of cameras. */
@Tag("slow")
final class RoundsServerTest {
    @TempDir(factory = InMemory.class)
    private Path folder;

    @Test
    void copiesKeepsDrawsAndTells() throws Exception {
        Site site = Site.create(folder.resolve("data"));
        String auditor = Site.token(site.data(), "auditor", "auditor");
        String custodian = Site.token(site.data(), "custodian", "custodian");
        Path replica = Files.createDirectories(folder.resolve("second").resolve("worm"));
        Map<String, String> settings =
                ServerProcess.settings("replicate", "true", "replica.folder", replica.toString(), "rulebooks", "*=A");
        try (ServerProcess server = ServerProcess.start(site.data(), settings)) {
            String address = server.console().toString();
            ConsoleClient console = new ConsoleClient(Site.HTTP, server.console(), Optional.of(custodian));
            Path file = Footage.write(folder.resolve("clip.mp4"), Footage.CHUNK + 5000L, 1);
            Cli dock = Cli.run(
                    "dock",
                    "--server",
                    server.upload(),
                    "--token",
                    site.dock(),
                    "--camera",
                    "cam-1",
                    "--key",
                    site.keyFile(),
                    "--wait",
                    300,
                    file);
            assertThat(dock.exit()).as(dock.said()).isZero();
            String id = Site.recordings(site.console(server)).get(0).string("id");
            Site.settled(site.console(server), id, "sealed");

            Cli mark = Cli.run(
                    "retention",
                    "long-term",
                    id,
                    "--trigger",
                    "dispute",
                    "--reason",
                    "disputed",
                    "--server",
                    address,
                    "--token",
                    custodian);
            assertThat(mark.exit()).as(mark.said()).isZero();
            assertThat(console.json("api/recordings/" + id).object("keeping").text())
                    .contains("long-term");

            Cli device = Cli.run(
                    "device",
                    "issue",
                    "cam-2",
                    "--agency",
                    "default",
                    "--holder",
                    "031882",
                    "--server",
                    address,
                    "--token",
                    custodian);
            assertThat(device.exit()).as(device.said()).isZero();
            assertThat(console.json("api/recordings/" + id).object("device").text())
                    .contains("camera-not-issued");

            Cli drawn = Cli.run(
                    "sample",
                    "draw",
                    "--agency",
                    "default",
                    "--from",
                    "2020-01-01T00:00:00Z",
                    "--to",
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    "--count",
                    "1",
                    "--reason",
                    "check",
                    "--server",
                    address,
                    "--token",
                    custodian);
            assertThat(drawn.exit()).as(drawn.said()).isZero();
            assertThat(drawn.out()).contains("drawn      1 of 1", id);
            String sample = console.json("api/samples")
                    .array("samples")
                    .objects()
                    .get(0)
                    .string("sample");
            Cli review = Cli.run(
                    "sample",
                    "review",
                    sample,
                    id,
                    "--result",
                    "faulty",
                    "--comment",
                    "dark",
                    "--server",
                    address,
                    "--token",
                    custodian);
            assertThat(review.exit()).as(review.said()).isZero();
            Cli again = Cli.run(
                    "sample", "check", sample, "--server", address, "--token", auditor, "--key", site.keyFile());
            assertThat(again.exit()).as(again.said()).isZero();
            assertThat(again.out()).contains("drawn as it says", "1 drawn of 1");
            assertThat(Cli.run("sample", "show", sample, "--server", address, "--token", auditor)
                            .out())
                    .contains("faulty  dark");

            Cli figures = Cli.run("figures", "--server", address, "--token", custodian);
            assertThat(figures.out()).contains("recordings").contains("\"default\",");

            Cli status = Cli.run("retention", "status", "--server", address, "--token", auditor);
            assertThat(status.out()).contains("state");
            Await.until("the copy has all", () -> {
                JsonObject report =
                        new ConsoleClient(Site.HTTP, server.console(), Optional.of(auditor)).json("api/replica");
                return report.integer("lag_entries") == 0 && report.integer("copied_entries") > 0;
            });
            Cli copied = Cli.run("replicate", "--status", "--server", address, "--token", auditor);
            assertThat(copied.exit()).as(copied.said()).isZero();
            assertThat(server.stop()).isZero();
        }
        Cli drill = Cli.run(
                "drill", "--replica", replica, "--out", folder.resolve("restored"), "--key", site.keyFile(), "--all");
        assertThat(drill.exit()).as(drill.said()).isZero();
        assertThat(drill.out())
                .contains("restored: as the log has it")
                .containsPattern("the last of them was entered at +20\\d\\d-\\d\\d-\\d\\dT")
                .containsPattern("what was entered in the last \\d+ s");
        Cli audit = Cli.run("audit", "--data", folder.resolve("restored"), "--key", site.keyFile());
        assertThat(audit.exit()).as(audit.said()).isZero();
    }
}
