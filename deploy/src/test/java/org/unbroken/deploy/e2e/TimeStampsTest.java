package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.OpensslAuthority;
import org.unbroken.integrity.stamp.StampServer;
import org.unbroken.integrity.stamp.TimeStampVerification;

/** A server with a time-stamping authority beside it, which at times does not answer. */
final class TimeStampsTest {
    @TempDir(factory = InMemory.class)
    private Path data;

    @TempDir
    private Path folder;

    @Test
    void whatIsSealedIsSoonUnderATimeStampThatOpensslVerifies() throws Exception {
        OpensslAuthority openssl = OpensslAuthority.create(folder.resolve("authority"));
        Site site = Site.create(data);
        try (StampServer authority = new StampServer(openssl::reply)) {
            authority.become(StampServer.Manner.SILENT);
            Path list = Files.writeString(
                    folder.resolve("authorities"),
                    "# ours\nlocal " + authority.uri() + " authority/ca.pem policy=" + OpensslAuthority.POLICY + "\n");
            try (ServerProcess server = ServerProcess.start(
                    data,
                    ServerProcess.settings(
                            "timestamp.authorities",
                            list.toString(),
                            "timestamp.interval",
                            "1s",
                            "timestamp.timeout",
                            "2s"))) {
                ConsoleClient console = site.console(server);
                TusCalls tus = new TusCalls(server.upload(), site.dock());
                URI upload = tus.address(tus.create(3, Map.of("camera", "cam-1")));
                assertThat(tus.patch(upload, 0, new byte[] {1, 2, 3}).statusCode())
                        .isEqualTo(204);
                String recording = upload.getPath().substring(upload.getPath().lastIndexOf('/') + 1);
                // Its entries are published, and its receipt given, while the authority says nothing.
                Site.settled(console, recording, "sealed");
                long entry = WholeLog.read(console, site.trusted()).head().size() - 1;
                authority.become(StampServer.Manner.GOOD);

                JsonObject first = stamped(console, entry);

                long size = first.integer("size");
                assertThat(size).isGreaterThan(entry);
                byte[] token = console.bytes("log/timestamps/" + size + "/local.tst");
                byte[] note = console.bytes("log/checkpoints/" + size);
                assertThat(Checkpoint.parse(SignedNote.parse(note).text()).size())
                        .isEqualTo(size);
                assertThat(openssl.verify(token, note)).contains("Verification: OK");
                assertThat(TimeStampVerification.verify(token, note, openssl.trusted())
                                .problems())
                        .isEmpty();
                assertThat(console.json("log/timestamps/latest").integer("size"))
                        .isGreaterThanOrEqualTo(size);
            }
        }
    }

    private static JsonObject stamped(ConsoleClient console, long entry) throws Exception {
        JsonObject[] found = new JsonObject[1];
        Await.until("a time-stamp", () -> {
            try {
                found[0] = console.json("log/timestamps?entry=" + entry);
                return true;
            } catch (ConsoleException e) {
                assertThat(e.status()).isEqualTo(404);
                return false;
            }
        });
        return found[0];
    }
}
