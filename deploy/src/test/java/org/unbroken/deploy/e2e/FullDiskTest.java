package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;

/** A disk of its own, and small: full, the server refuses and loses nothing; with room again, it goes on by itself. */
@Tag("slow")
final class FullDiskTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path mount;

    private Path data;

    @BeforeEach
    void mountSmallDisk() throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=288m", "unbroken-e2e", mount.toString()) == 0,
                "skipped: mounting a small tmpfs is not permitted here (needs root)");
        data = mount.resolve("data");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", mount.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void theReserveIsLeftAloneAndRoomLetsUploadsGoOn() throws Exception {
        fillAndFree("48MiB", 24L * MIB);
    }

    @Test
    void aDiskWithoutAnyRoomLosesNothingAcknowledged() throws Exception {
        fillAndFree("1MiB", 0);
    }

    private void fillAndFree(String reserve, long left) throws Exception {
        Site site = Site.create(data);
        try (ServerProcess server = ServerProcess.start(data, ServerProcess.settings("staging.reserve", reserve))) {
            TusCalls tus = new TusCalls(server.upload(), site.dock());
            ConsoleClient console = site.console(server);
            byte[] bytes = bytes(24 * MIB);

            URI whole = create(tus, bytes.length);
            assertThat(tus.patch(whole, 0, bytes).statusCode()).isEqualTo(204);
            URI half = create(tus, bytes.length);
            assertThat(tus.patch(half, 0, Arrays.copyOf(bytes, 8 * MIB)).statusCode())
                    .isEqualTo(204);

            Path ballast = fill(left);
            HttpResponse<String> refusedCreation = tus.create(bytes.length, Map.of("camera", "cam-2"));
            refused(refusedCreation);
            refused(tus.patch(half, 8 * MIB, Arrays.copyOfRange(bytes, 8 * MIB, bytes.length)));

            Files.delete(ballast);
            long offset = Await.value("room is noticed", () -> {
                HttpResponse<String> head = tus.head(half);
                return head.statusCode() == 200
                        ? java.util.Optional.of(TusCalls.offset(head))
                        : java.util.Optional.empty();
            });
            assertThat(offset).as("what was acknowledged is there").isBetween(8L * MIB, (long) bytes.length - 1);
            Await.until("the rest is taken", () -> {
                long from = TusCalls.offset(tus.head(half));
                return from == bytes.length
                        || tus.patch(half, from, Arrays.copyOfRange(bytes, (int) from, bytes.length))
                                        .statusCode()
                                == 204;
            });
            for (URI upload : List.of(whole, half)) {
                String recording = TusCalls.id(upload);
                Site.settled(console, recording, "sealed");
                assertThat(Site.digest(site.original(recording))).isEqualTo(Sha256.of(bytes));
            }
            WholeLog log = WholeLog.read(console, site.trusted());
            log.requireCameraChains();
            assertThat(log.of(CustodyEvent.SEALED)).hasSize(2);
            assertThat(server.stop()).isZero();
        }
        Cli audit = Cli.run("audit", "--data", data, "--key", site.keyFile());
        assertThat(audit.exit()).as(audit.said()).isZero();
    }

    private static URI create(TusCalls tus, long length) throws Exception {
        HttpResponse<String> created = tus.create(length, Map.of("camera", "cam-1", "filename", "clip.mp4"));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return tus.address(created);
    }

    /** Not now, and when to come again; said so that a person understands it. */
    private static void refused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new java.util.Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Uses up the disk but for so many bytes. */
    private Path fill(long left) throws IOException {
        Path ballast = mount.resolve("ballast");
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(mount).getUsableSpace() > left) {
                out.write(block);
            }
        } catch (IOException full) {
            // What fitted is in it.
        }
        return ballast;
    }
}
