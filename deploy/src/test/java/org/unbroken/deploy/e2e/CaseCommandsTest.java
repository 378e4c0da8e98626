package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;

/** A case from its footage to its archive, by commands alone; all of it is back after the ledger was lost. */
@Tag("slow")
final class CaseCommandsTest {
    @TempDir
    Path folder;

    private ServerProcess server;
    private String officer;

    private List<Object> command(String token, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--server", server.console(), "--token", token));
        return all;
    }

    private String ok(Object... words) {
        return Cli.run(command(officer, words)).line();
    }

    private static String ago(Duration time) {
        return Timestamps.format(Instant.now().minus(time));
    }

    @Test
    void aCaseIsKeptByCommands() throws Exception {
        Path data = folder.resolve("server");
        Map<String, String> settings = ServerProcess.settings("rulebooks", "default=B");
        String kept;
        String film;
        server = ServerProcess.start(data, settings);
        try {
            officer = token(data, "officer", "李四");
            String custodian = token(data, "custodian", "保管员");
            film = docked(data);
            assertThat(ok("label", film, "--set", "stage=survey", "--set", "officer=李四"))
                    .contains("stage = survey");
            assertThat(Cli.run(command(officer, "label", film, "--set", "case=K-2"))
                            .said())
                    .as("a correction says why")
                    .contains("reason");
            assertThat(ok("label", film)).contains("李四", "case = K-1");
            assertThat(ok("report", film, "--returned", ago(Duration.ofHours(1))))
                    .contains("upload late", "its reason is wanted");
            assertThat(ok("explain", "late-upload", film, "--reason", "采集站故障")).contains(film);
            assertThat(ok("report", film, "--day-ended", ago(Duration.ofHours(1))))
                    .doesNotContain("its reason is wanted");

            complained(custodian, film);

            String opened = ok(
                    "case",
                    "open",
                    "K-1",
                    "--agency",
                    "default",
                    "--party",
                    "张三",
                    "--step",
                    "survey",
                    "--step",
                    "hearing");
            assertThat(opened).contains("state      open", "parties    张三");
            Cli check = Cli.run(command(officer, "case", "check", "K-1", "--agency", "default"));
            assertThat(check.exit()).as(check.said()).isEqualTo(1);
            assertThat(check.out()).contains("recorded   survey", "missing    hearing", "not complete");
            ok(
                    "explain",
                    "not-made",
                    "--agency",
                    "default",
                    "--case",
                    "K-1",
                    "--step",
                    "hearing",
                    "--reason",
                    "当事人放弃听证");
            assertThat(ok("case", "check", "K-1", "--agency", "default")).contains("explained  hearing", "\ncomplete");
            assertThat(Cli.run(command(officer, "case", "close", "K-1", "--agency", "default"))
                            .exit())
                    .as("a custodian's")
                    .isEqualTo(2);
            Cli.run(command(custodian, "case", "close", "K-1", "--agency", "default"))
                    .line();
            Cli.run(command(
                            custodian,
                            "case",
                            "archive",
                            "K-1",
                            "--agency",
                            "default",
                            "--kept-until",
                            "2056-01-01T00:00:00Z"))
                    .line();
            kept = ok("case", "show", "K-1", "--agency", "default");
            assertThat(kept).contains("state      archived", "case-opened", "case-archived", "保管员");
            assertThat(ok("case", "list")).contains("archived  default  K-1");
            assertThat(server.stop()).isZero();
        } finally {
            server.close();
        }
        Cli rebuilt = Cli.run("rebuild", "--data", data);
        assertThat(rebuilt.exit()).as(rebuilt.said()).isZero();
        Cli audited = Cli.run("audit", "--data", data);
        assertThat(audited.exit()).as(audited.said()).isNotEqualTo(1);
        server = ServerProcess.start(data, settings);
        try {
            assertThat(ok("case", "show", "K-1", "--agency", "default")).isEqualTo(kept);
            assertThat(JsonObject.parse(ok("label", film, "--json").getBytes(StandardCharsets.UTF_8))
                            .object("labels")
                            .string("stage"))
                    .isEqualTo("survey");
        } finally {
            server.close();
        }
    }

    private void complained(String custodian, String film) throws Exception {
        List<Object> order = List.of("complaint", "--agency", "default", "--case", "K-1", "--reason", "投诉");
        String first = Cli.run(command(custodian, order.toArray())).line();
        String id = first.lines().findFirst().orElseThrow().replace("complaint ", "");
        assertThat(first).contains("kept by", film);
        List<Object> again = new ArrayList<>(order);
        again.addAll(List.of("--complaint", id));
        assertThat(Cli.run(command(custodian, again.toArray())).line())
                .as("the same complaint")
                .isEqualTo(first);
        assertThat(new ConsoleClient(Site.HTTP, server.console(), Optional.of(custodian))
                        .json("api/recordings/" + film + "/custody")
                        .array("entries")
                        .objects())
                .as("B keeps disputed footage for long")
                .filteredOn(each -> each.string("event").equals(CustodyEvent.LONG_TERM.wire()))
                .hasSize(1);
    }

    private String docked(Path data) throws Exception {
        Path file = Files.write(folder.resolve("a.bin"), new byte[100_000]);
        String said = Cli.run(
                        "dock",
                        "--server",
                        server.upload(),
                        "--camera",
                        "cam-1",
                        "--label",
                        "case=K-1",
                        "--label",
                        "recorded_start=" + ago(Duration.ofDays(6)),
                        "--label",
                        "recorded_end=" + ago(Duration.ofDays(6).minusMinutes(20)),
                        "--token",
                        token(data, "dock", "dock"),
                        "--key",
                        data.resolve("keys/log.vkey"),
                        "--wait",
                        Long.toString(Await.PATIENCE.toSeconds()),
                        file)
                .line();
        return said.replaceAll("(?s).*?([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}).*", "$1");
    }

    private static String token(Path data, String role, String name) {
        return Cli.run("token", "issue", "--data", data, "--role", role, "--name", name)
                .line();
    }
}
