package org.unbroken.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.Landing;

/** {@code kill -9} in the middle of uploads, resumed each time by a new process on the same folder. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // ends what hangs; six JVMs start in turn, on whatever machine
class KilledGatewayTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @Test
    void everyKillIsSurvived() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] bytes = new byte[3 * ChunkChain.CHUNK_BYTES + 4321];
        random.nextBytes(bytes);
        String path = null;
        long known = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            Process gateway = launch();
            try {
                TusCalls tus = new TusCalls(URI.create("http://127.0.0.1:" + port(gateway)), GatewayRig.TOKEN);
                if (path == null) {
                    path = tus.create(bytes.length);
                }
                long offset = tus.head(path).offset();
                assertThat(offset).as("seed %d round %d", seed, round).isGreaterThanOrEqualTo(known);
                byte[] rest = Arrays.copyOfRange(bytes, (int) offset, bytes.length);
                if (round == ROUNDS) {
                    assertThat(tus.patch(path, offset, rest).offset()).isEqualTo(bytes.length);
                } else {
                    known = sendAndKill(gateway, tus, path, offset, rest, random);
                }
            } finally {
                gateway.destroyForcibly().waitFor();
            }
        }
        try (GatewayRig rig = new GatewayRig(directory).start()) {
            assertThat(rig.intake.landings().end()).isEqualTo(1);
            Landing landing = rig.intake.landings().read(0, 1).get(0);
            assertThat(landing.chunks())
                    .as("seed %d", seed)
                    .isEqualTo(ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES));
            assertThat(rig.stagedBytes(landing.recording())).isEqualTo(bytes);
        }
    }

    /** Returns what was acknowledged before the kill. */
    private static long sendAndKill(Process gateway, TusCalls tus, String path, long offset, byte[] rest, Random random)
            throws Exception {
        int first = random.nextInt(rest.length / 4);
        long acknowledged = tus.patch(path, offset, Arrays.copyOf(rest, first)).offset();
        boolean checked = random.nextBoolean();
        byte[] body = Arrays.copyOfRange(rest, first, rest.length);
        try (Wire wire = new Wire(tus.server)) {
            String[] checksum = checked
                    ? new String[] {
                        "Upload-Checksum: sha256 "
                                + Base64.getEncoder()
                                        .encodeToString(Sha256.of(body).bytes())
                    }
                    : new String[0];
            tus.startPatch(wire, path, acknowledged, body.length, checksum);
            wire.send(body, 0, random.nextInt(body.length));
            gateway.destroyForcibly().waitFor();
        } catch (IOException e) {
            // It died while we were sending.
        }
        return acknowledged;
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGateway.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(Process gateway) throws IOException {
        BufferedReader out = gateway.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new AssertionError("the gateway did not start");
    }
}
