package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;

/** Bundles from a running server, verified offline; and what becomes of them when something in them changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExportTest {
    private static final int SIZE = 2 * Footage.CHUNK + 1_000;

    @TempDir(factory = InMemory.class)
    private static Path folder;

    private final List<String> recordings = new ArrayList<>();
    private Site site;
    private ServerProcess server;

    @BeforeAll
    void dockTwoFiles() throws Exception {
        site = Site.create(folder.resolve("data"));
        server = ServerProcess.start(site.data(), ServerProcess.settings());
        for (int i = 0; i < 2; i++) {
            Path file = Footage.write(folder.resolve("footage").resolve("clip-" + i + ".mp4"), SIZE, i);
            Cli dock = Cli.run(
                    "dock",
                    "--server",
                    server.upload(),
                    "--token",
                    site.dock(),
                    "--camera",
                    "cam-1",
                    "--label",
                    "party=<b>某公司</b>",
                    "--key",
                    site.keyFile(),
                    "--wait",
                    300,
                    file);
            assertThat(dock.exit()).as(dock.said()).isZero();
        }
        for (JsonObject recording : Site.recordings(site.console(server))) {
            recordings.add(recording.string("id"));
        }
        assertThat(recordings).hasSize(2);
    }

    @AfterAll
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private Cli export(Path out, String token) {
        return Cli.run(
                "export",
                recordings.get(0),
                recordings.get(1),
                "--out",
                out,
                "--server",
                server.console(),
                "--token",
                token,
                "--extracted-by",
                "李四",
                "--for",
                "某县人民法院",
                "--approved-by",
                "王五",
                "--reason",
                "(2026) 行初 17 号");
    }

    @Test
    void aFolderAndAZipVerifyOffline() throws Exception {
        for (String name : List.of("case-17", "case-17.zip")) {
            Path out = folder.resolve(name);
            Cli exported = export(out, site.custodian());
            assertThat(exported.exit()).as(exported.said()).isZero();

            Cli verified = Cli.run("verify", out, "--key", site.keyFile());
            assertThat(verified.exit()).as(verified.said()).isZero();
            assertThat(verified.out()).contains("verdict: intact", recordings.get(0), recordings.get(1));

            Cli untrusting = Cli.run("verify", out, "--json");
            assertThat(untrusting.exit()).as(untrusting.said()).isEqualTo(2);
            assertThat(JsonObject.parse(untrusting.out().strip().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .string("verdict"))
                    .isEqualTo("not_authenticated");

            Cli again = export(out, site.custodian());
            assertThat(again.exit()).isEqualTo(2);
            assertThat(again.err()).contains("not overwritten");
        }
        assertThat(Files.readString(folder.resolve("case-17/data/note.html")))
                .contains("李四", "王五", "&lt;b&gt;某公司&lt;/b&gt;")
                .doesNotContain("<b>某公司");
    }

    @Test
    void whatIsChangedInABundleIsNamed() throws Exception {
        Path bag = folder.resolve("damaged");
        assertThat(export(bag, site.custodian()).exit()).isZero();
        Footage.flipBit(bag.resolve("data/" + recordings.get(1) + "/original.mp4"), Footage.CHUNK + 17L);

        Cli found = Cli.run("verify", bag, "--key", site.keyFile());

        assertThat(found.exit()).as(found.said()).isEqualTo(1);
        assertThat(found.out())
                .contains("damaged chunk 1, from byte 8388608, of " + recordings.get(1))
                .contains("original.mp4 has SHA-256");
    }

    @Test
    void theExportIsACustodyEvent() throws Exception {
        Path out = folder.resolve("recorded");
        assertThat(export(out, site.custodian()).exit()).isZero();

        for (String recording : recordings) {
            JsonObject custody = site.console(server).json("api/recordings/" + recording + "/custody");
            assertThat(custody.array("entries").objects())
                    .anyMatch(entry -> entry.string("event").equals("exported")
                            && entry.object("detail").string("approved_by").equals("王五"));
        }
    }

    @Test
    void aFolderWithoutAServerGivesTheSame() throws Exception {
        Site copy = site.at(folder.resolve("copy"));
        server.stop();
        copyTree(site.data(), copy.data());
        server = ServerProcess.start(site.data(), ServerProcess.settings());
        Path out = folder.resolve("from-folder.zip");

        Cli exported = Cli.run("export", recordings.get(0), "--out", out, "--data", copy.data());

        assertThat(exported.exit()).as(exported.said()).isZero();
        Cli verified = Cli.run("verify", out, "--key", site.keyFile());
        assertThat(verified.exit()).as(verified.said()).isZero();
        Cli held = Cli.run("export", recordings.get(0), "--out", folder.resolve("x.zip"), "--data", site.data());
        assertThat(held.exit()).isEqualTo(2);
        assertThat(folder.resolve("x.zip")).doesNotExist();
    }

    private static void copyTree(Path from, Path to) throws java.io.IOException {
        try (java.util.stream.Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                Files.copy(one, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void aDocksTokenExportsNothing() {
        Path out = folder.resolve("not-allowed");

        Cli refused = export(out, site.dock());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }
}
