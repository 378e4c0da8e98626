package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.machine.SoftHsm;

/** A server whose signing key is on a PKCS#11 token and nowhere else; and the token is pulled out for a while. */
@Tag("slow")
final class TokenServerTest {
    @TempDir(factory = InMemory.class)
    private Path data;

    @TempDir
    private Path folder;

    @Test
    void withoutItsTokenItReceivesAndWithItGivesReceipts() throws Exception {
        Optional<SoftHsm> made = SoftHsm.create(folder);
        if (made.isEmpty() && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
            throw new AssertionError("SoftHSM and OpenSC are required, and could not be fetched");
        }
        Assumptions.assumeTrue(made.isPresent(), "skipped: SoftHSM and OpenSC cannot be fetched here");
        SoftHsm token = made.get();
        token.makeKey("EC:edwards25519", "01");
        Path pin = Files.writeString(folder.resolve("pin"), SoftHsm.PIN + "\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        try (ServerProcess server = ServerProcess.start(
                data,
                ServerProcess.settings(
                        "log.origin",
                        "log.test/token",
                        "log.token.module",
                        token.module().toString(),
                        "log.token.label",
                        SoftHsm.LABEL,
                        "log.token.key-id",
                        "01",
                        "log.token.pin-file",
                        pin.toString(),
                        "log.token.tool",
                        token.tool().toString()))) {
            String dock = Site.token(data, "dock", "dock");
            assertThat(data.resolve("keys/log.key")).doesNotExist();
            Path vkey = data.resolve("keys/log.vkey");
            Path first = Footage.write(folder.resolve("first.mp4"), 10_000, 1);
            Cli docked = docked(server, dock, vkey, first);
            assertThat(docked.exit()).as(docked.said()).isZero();

            token.takeAway();
            TusCalls tus = new TusCalls(server.upload(), dock);
            URI upload = tus.address(tus.create(3, Map.of("camera", "cam-1")));
            assertThat(tus.patch(upload, 0, new byte[] {1, 2, 3}).statusCode()).isEqualTo(204);
            URI receipt = URI.create(upload + "/receipt");
            assertThat(tus.get(receipt).statusCode()).isEqualTo(202);
            token.giveBack();
            Await.until("a receipt", () -> tus.get(receipt).statusCode() == 200);
            assertThat(tus.get(receipt).body()).contains("log.test/token");
        }
    }

    private static Cli docked(ServerProcess server, String token, Path key, Path file) {
        return Cli.run(
                "dock",
                "--server",
                server.upload(),
                "--token",
                token,
                "--camera",
                "cam-1",
                "--key",
                key,
                "--wait",
                Await.PATIENCE.toSeconds(),
                file);
    }
}
