package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.json.JsonObject;

/**
 * The client that browsers and Node use. It is fetched from the npm registry on first use and skipped, with the reason,
 * where there is no Node or no registry.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TusJsClientTest {
    private static final List<String> SOURCES = List.of("package.json", "package-lock.json", ".npmrc", "upload.mjs");
    private static final long INSTALL_SECONDS = 180;

    @TempDir(factory = InMemory.class)
    private static Path folder;

    private final Path node = Path.of("target", "e2e-node");
    private Site site;
    private ServerProcess server;

    @BeforeAll
    void installAndStart() throws Exception {
        Files.createDirectories(node);
        for (String source : SOURCES) {
            Files.copy(
                    Path.of("src", "test", "node", source),
                    node.resolve(source),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(node.resolve("node_modules").resolve("tus-js-client"))) {
            Ended installed = run(INSTALL_SECONDS, "npm", "ci", "--no-audit", "--no-fund");
            Assumptions.assumeTrue(
                    installed.exit() == 0, "skipped: tus-js-client could not be installed: " + installed.said());
        }
        site = Site.create(folder.resolve("data"));
        server = ServerProcess.start(site.data(), ServerProcess.settings());
    }

    @AfterAll
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void uploadsAFile() throws Exception {
        Path file = Footage.write(folder.resolve("plain.mp4"), 3L * Footage.CHUNK + 17, 1);
        arrived(file, upload(file, "\"chunkSize\":5000000"));
    }

    @Test
    void anEmptyFileIsARecordingToo() throws Exception {
        Path file = Footage.write(folder.resolve("empty.mp4"), 0, 1);
        arrived(file, upload(file, "\"chunkSize\":5000000"));
    }

    @Test
    void resumesFromThePreviousUpload() throws Exception {
        Path file = Footage.write(folder.resolve("broken.mp4"), 3L * Footage.CHUNK, 2);
        JsonObject result = upload(file, "\"chunkSize\":4000000,\"abortAt\":9000000");
        assertThat(result.integer("resumed_at")).isBetween(9_000_000L, 3L * Footage.CHUNK - 1);
        arrived(file, result);
    }

    @Test
    void announcesTheLengthAtTheEnd() throws Exception {
        Path file = Footage.write(folder.resolve("live.mp4"), 2L * Footage.CHUNK + 5, 3);
        arrived(file, upload(file, "\"chunkSize\":3000000,\"deferred\":true"));
    }

    private JsonObject upload(Path file, String more) throws Exception {
        String order = "{\"endpoint\":\"" + server.upload() + "\",\"token\":\"" + site.dock() + "\",\"file\":\"" + file
                + "\",\"storage\":\"" + folder.resolve(file.getFileName() + ".urls")
                + "\",\"metadata\":{\"camera\":\"cam-js\",\"filename\":\"" + file.getFileName() + "\"}," + more + "}";
        Ended ended = run(Await.PATIENCE.toSeconds(), "node", "upload.mjs", order);
        assertThat(ended.exit()).as(ended.said()).isZero();
        return JsonObject.parse(ended.said().strip().getBytes(StandardCharsets.UTF_8));
    }

    private void arrived(Path file, JsonObject result) throws Exception {
        String recording = result.string("url").replaceAll(".*/", "");
        Site.settled(site.console(server), recording, "sealed");
        assertThat(Site.digest(site.original(recording))).isEqualTo(Site.digest(file));
        Cli verified = Cli.run(
                "verify",
                recording,
                "--server",
                server.console(),
                "--token",
                site.custodian(),
                "--key",
                site.keyFile());
        assertThat(verified.exit()).as(verified.said()).isZero();
    }

    private record Ended(int exit, String said) {}

    private Ended run(long seconds, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "run", ".out");
        try {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(node.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Ended(-1, "no end within " + seconds + " s: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException notThere) {
            return new Ended(-1, notThere.toString());
        }
    }
}
