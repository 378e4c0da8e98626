package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** A server finds by itself that somebody was at its store, says so everywhere, remembers it, and restores from a copy. */
@Tag("slow")
final class AuditedServerTest {
    @TempDir(factory = InMemory.class)
    private Path folder;

    @Test
    void findsRemembersAndRestores() throws Exception {
        Site site = Site.create(folder.resolve("data"));
        String auditor = Site.token(site.data(), "auditor", "auditor");
        Map<String, String> settings =
                ServerProcess.settings("audit.interval", "1s", "audit.objects-per-second", "10000");
        String id;
        Path replica = folder.resolve("replica");
        try (ServerProcess server = ServerProcess.start(site.data(), settings)) {
            id = sealed(site, server);
            copy(site.data().resolve("worm"), replica);
            ConsoleClient console = new ConsoleClient(Site.HTTP, server.console(), Optional.of(auditor));

            flip(site.original(id), Footage.CHUNK + 3L);

            JsonObject finding =
                    Await.value("the finding", () -> console.json("api/audit").array("changed").objects().stream()
                            .findFirst());
            assertThat(finding.string("recording")).isEqualTo(id);
            assertThat(finding.array("chunks").text()).isEqualTo("[1]");
            assertThat(finding.string("repair")).contains("no replica is configured");
            JsonObject shown =
                    Await.value("the recording shows it", () -> Optional.of(console.json("api/recordings/" + id))
                            .filter(json -> !json.array("damaged").items().isEmpty()));
            assertThat(shown.array("damaged").objects().get(0).string("aspect")).isEqualTo("bytes");
            Cli status =
                    Cli.run("audit", "--status", "--server", server.console().toString(), "--token", auditor);
            assertThat(status.exit()).as(status.said()).isEqualTo(1);
            assertThat(status.said()).contains("chunk 1", "not intact", "presence: round");
            assertThat(Site.utf8(console.bytes("metrics")))
                    .contains("unbroken_audit_open_findings{kind=\"changed\"} 1.0");
            assertThat(server.stop()).isZero();
        }
        settings.put("replica.folder", replica.toString());
        try (ServerProcess server = ServerProcess.start(site.data(), settings)) {
            ConsoleClient console = new ConsoleClient(Site.HTTP, server.console(), Optional.of(auditor));
            Await.until(
                    "it is restored",
                    () -> console.json("api/audit").array("changed").items().isEmpty()
                            && !events(console, id, "restored").isEmpty());
            assertThat(events(console, id, "damaged")).hasSize(1);
            assertThat(console.json("api/recordings/" + id).array("damaged").items())
                    .isEmpty();
            assertThat(server.stop()).isZero();
        }
        Cli audit = Cli.run("audit", "--data", site.data(), "--key", site.keyFile());
        assertThat(audit.exit()).as(audit.said()).isZero();
        Cli rebuild = Cli.run("rebuild", "--data", site.data());
        assertThat(rebuild.exit()).as(rebuild.said()).isZero();
    }

    private static List<JsonObject> events(ConsoleClient console, String id, String event) throws Exception {
        JsonArray entries = console.json("api/recordings/" + id + "/custody").array("entries");
        return entries.objects().stream()
                .filter(entry -> entry.string("event").equals(event))
                .toList();
    }

    private String sealed(Site site, ServerProcess server) throws Exception {
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
        return id;
    }

    private static void copy(Path from, Path to) throws Exception {
        Process cp = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(cp.waitFor()).isZero();
    }

    private static void flip(Path file, long at) throws Exception {
        FileTime kept = Files.getLastModifiedTime(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, at);
        }
        Files.setLastModifiedTime(file, kept);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
}
