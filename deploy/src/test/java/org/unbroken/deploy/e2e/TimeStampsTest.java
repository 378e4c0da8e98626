package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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
@Tag("slow")
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
                            "2s",
                            "evidence.interval",
                            "1s",
                            "evidence.lead",
                            "1d"))) {
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

                JsonObject first = covering(console, "timestamps", entry);

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

                covering(console, "evidence", entry);
                Path bag = folder.resolve("bag");
                Cli exported = Cli.run(
                        "export", recording, "--out", bag, "--server", server.console(), "--token", site.custodian());
                assertThat(exported.exit()).as(exported.said()).isZero();
                assertThat(openssl.verify(
                                Files.readAllBytes(bag.resolve("proof/timestamps/local.tst")),
                                Files.readAllBytes(bag.resolve("proof/stamped"))))
                        .contains("Verification: OK");
                Cli intact = verify(bag, site, openssl);
                assertThat(intact.exit()).as(intact.said()).isZero();
                assertThat(intact.out())
                        .containsPattern("passed +timestamp +proof/timestamps/local.tst: the checkpoint was there at")
                        .containsPattern("passed +evidence +proof/evidence: the checkpoint was there at");
                whateverIsAlteredIsNamed(bag, site, openssl);
            }
        }
    }

    private static Cli verify(Path bag, Site site, OpensslAuthority openssl) {
        return Cli.run("verify", bag, "--key", site.keyFile(), "--tsa-ca", openssl.authorityCertificate());
    }

    /** Each file of the bag in turn, one bit in its middle; and each one missing. */
    private void whateverIsAlteredIsNamed(Path bag, Site site, OpensslAuthority openssl) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(bag)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).anyMatch(file -> file.endsWith("proof/evidence"));
        for (Path file : files) {
            String name = bag.relativize(file).toString();
            byte[] right = Files.readAllBytes(file);
            Footage.flipBit(file, right.length / 2);
            assertCaught(name, verify(bag, site, openssl));
            Files.delete(file);
            assertCaught(name, verify(bag, site, openssl));
            Files.write(file, right);
        }
        assertThat(verify(bag, site, openssl).exit()).isZero();
    }

    private static void assertCaught(String name, Cli verified) {
        assertThat(verified.exit()).as(name + ": " + verified.said()).isEqualTo(1);
        assertThat(verified.out()).as(name).contains(name);
    }

    /** What {@code /log/timestamps} or {@code /log/evidence} tells of this entry, as soon as there is something. */
    private static JsonObject covering(ConsoleClient console, String kind, long entry) throws Exception {
        return Await.value(kind + " of the entry", () -> {
            try {
                return Optional.of(console.json("log/" + kind + "?entry=" + entry));
            } catch (ConsoleException e) {
                assertThat(e.status()).isEqualTo(404);
                return Optional.empty();
            }
        });
    }
}
