package org.unbroken.deploy.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A recording's time is over: asked for by one, approved by two others, gone from the store and the databases with the names
 * that were with it; and the log still proves that it was there. By the commands, on servers whose clock is set forward.
 *
 * <p>Takes minutes, since libfaketime makes a JVM's short waits twenty times as long: with {@code -Pslow}, and not in CI.
 */
@Tag("slow")
final class DisposedServerTest {
    private static final String PARTY = "Zhang-San-the-party";
    private static final String OFFICER = "Ouyang-Xiu-the-officer";

    @TempDir(factory = InMemory.class)
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void isGoneAndStillProved() throws Exception {
        Optional<Map<String, String>> years = FakeClock.off("+3y");
        boolean required = "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"));
        Assumptions.assumeTrue(years.isPresent() || required, "no libfaketime, and none to be fetched");
        Site site = Site.create(folder.resolve("data"));
        String first = Site.token(site.data(), "approver", "first");
        String second = Site.token(site.data(), "approver", "second");
        Map<String, String> settings = ServerProcess.settings("retention.floor", "30d");
        String goes;
        String stays;
        String filed;
        try (ServerProcess server = ServerProcess.start(site.data(), settings)) {
            goes = sealed(site, server, "goes", 1);
            stays = sealed(site, server, "stays", 2);
            filed = archivedCase(server.console(), site.custodian());
            Cli early = run(
                    server.console(),
                    site.custodian(),
                    "request",
                    goes,
                    "--agency",
                    "default",
                    "--reason",
                    "too early");
            assertThat(early.exit()).as(early.said()).isNotZero();
            assertThat(early.said()).contains(goes);
            assertThat(server.stop()).isZero();
        }
        assertThat(holds(OFFICER)).as("the test's point").isNotEmpty();
        assertThat(holds(PARTY)).as("and the case's").isNotEmpty();

        try (ServerProcess server = ServerProcess.start(site.data(), settings, years.orElseThrow())) {
            URI console = server.console();
            String asked = ok(run(
                    console, site.custodian(), "request", goes, "--agency", "default", "--reason", "its time is over"));
            String batch = word("batch", asked);
            String list = word("list", asked);
            refused(run(console, site.custodian(), "run", batch));
            ok(run(console, first, "approve", batch, "--list", list));
            ok(run(console, first, "approve", batch, "--list", list)); // again: one person is one approval
            refused(run(console, site.custodian(), "run", batch));
            ok(run(console, second, "approve", batch, "--list", list));
            String done = ok(run(console, site.custodian(), "run", batch, "--wait"));
            assertThat(done).contains("state     done", "disposed  1 of 1", "first", "second");

            ConsoleClient custodian = site.console(server);
            assertThat(custodian.json("api/recordings/" + goes).string("state")).isEqualTo("disposed");
            assertThatThrownBy(() -> custodian.bytes("api/recordings/" + goes + "/original"))
                    .isInstanceOf(ConsoleException.class);
            assertThat(Site.digest(site.original(stays))).isEqualTo(Site.digest(footage("stays")));

            String ended = ok(run(
                    console,
                    site.custodian(),
                    "request",
                    "--ended-files",
                    "--agency",
                    "default",
                    "--reason",
                    "its time is over"));
            assertThat(ended).contains("recordings 1");
            String rule = word("list", ended);
            ok(run(console, first, "approve", word("batch", ended), "--list", rule));
            ok(run(console, second, "approve", word("batch", ended), "--list", rule));
            assertThat(ok(run(console, site.custodian(), "run", word("batch", ended), "--wait")))
                    .contains("disposed  1 of 1");
            assertThat(custodian.json("api/cases/" + filed).string("state")).isEqualTo("disposed");
            WholeLog log = WholeLog.read(custodian, site.trusted());
            assertThat(log.of(CustodyEvent.SEALED)).hasSize(2);
            assertThat(log.of(CustodyEvent.DISPOSED))
                    .extracting(entry -> entry.recording())
                    .containsExactly(goes, filed);
            assertThat(server.stop()).isZero();
        }
        RecordingId id = new RecordingId(goes);
        assertThat(files(site.data().resolve("worm").resolve(ObjectKey.recordingPrefix(id))))
                .as("the word of its disposal alone is left")
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).contains("\"batch\""));
        assertThat(holds(OFFICER + "-goes")).isEmpty();
        assertThat(holds(PARTY)).as("of the case").isEmpty();
        assertThat(holds(OFFICER + "-stays")).as("of the other one").isNotEmpty();

        Cli audit = Cli.run("audit", "--data", site.data(), "--key", site.keyFile());
        assertThat(audit.exit()).as(audit.said()).isZero();
        Cli rebuild = Cli.run("rebuild", "--data", site.data());
        assertThat(rebuild.exit()).as(rebuild.said()).isZero();
        try (ServerProcess server = ServerProcess.start(site.data(), settings, years.orElseThrow())) {
            assertThat(site.console(server).json("api/recordings/" + goes).string("state"))
                    .as("after a rebuild")
                    .isEqualTo("disposed");
            assertThat(server.stop()).isZero();
        }
    }

    /** Of no footage, so that only its own time keeps it. */
    private String archivedCase(URI console, String token) throws Exception {
        List<Object> at = List.of("--agency", "default", "--server", console, "--token", token);
        ok(cli(at, "case", "open", "A-1", "--party", PARTY));
        ok(cli(at, "case", "close", "A-1"));
        ok(cli(
                at,
                "case",
                "archive",
                "A-1",
                "--kept-until",
                Timestamps.format(Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS))));
        return new ConsoleClient(Site.HTTP, console, Optional.of(token))
                .json("api/cases")
                .array("cases")
                .objects()
                .get(0)
                .string("id");
    }

    private Path footage(String name) {
        return folder.resolve(name + ".mp4");
    }

    private String sealed(Site site, ServerProcess server, String name, long seed) throws Exception {
        Cli dock = Cli.run(
                "dock",
                "--server",
                server.upload(),
                "--token",
                site.dock(),
                "--camera",
                "cam-" + name,
                "--label",
                "officer=" + OFFICER + "-" + name,
                "--key",
                site.keyFile(),
                "--wait",
                300,
                Footage.write(footage(name), 100_000, seed));
        assertThat(dock.exit()).as(dock.said()).isZero();
        String id = site.console(server)
                .json("api/recordings?camera=cam-" + name)
                .array("recordings")
                .objects()
                .get(0)
                .string("id");
        Site.settled(site.console(server), id, "sealed");
        return id;
    }

    private Cli cli(List<Object> at, String... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(at);
        Cli cli = Cli.run(all);
        said.add(cli.toString());
        return cli;
    }

    private Cli run(URI console, String token, String... words) {
        List<Object> all = new ArrayList<>(List.of("dispose"));
        all.addAll(List.of(words));
        all.addAll(List.of("--server", console, "--token", token));
        Cli cli = Cli.run(all);
        said.add(cli.toString());
        return cli;
    }

    private String ok(Cli cli) {
        assertThat(cli.exit()).as(String.join("\n", said)).isZero();
        return cli.out();
    }

    private void refused(Cli cli) {
        assertThat(cli.exit()).as(String.join("\n", said)).isEqualTo(2);
    }

    /** What follows this word on its line. */
    private static String word(String name, String lines) {
        return lines.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Files of the server, whatever they are, that have these bytes in them. */
    private List<Path> holds(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files(folder.resolve("data"))) {
            if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                found.add(file);
            }
        }
        return found;
    }
}
