package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A gateway's spool on a disk of its own, and that disk without a free byte; then with room again. */
final class FullSpool implements Trouble {
    private static final String GATEWAY = "gateway-1";

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Optional<String> impossible() {
        return RootCommand.isRoot() ? Optional.empty() : Optional.of("mounting a small disk needs root");
    }

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        cluster.kill(GATEWAY);
        Path spool = spool(cluster);
        RootCommand.run("mount", "-t", "tmpfs", "-o", "size=128m,mode=0700", "unbroken-e2e", spool.toString());
        cluster.up();
        fill(spool);
    }

    private static Path spool(RunningCluster cluster) {
        return cluster.folder().resolve("nodes").resolve(GATEWAY).resolve("spool");
    }

    private static void fill(Path spool) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(spool.resolve("ballast"))) {
            while (Files.getFileStore(spool).getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException full) {
            // What fitted is in it.
        }
    }

    /** {@code /readyz} says that it is the disk; a balancer sends cameras elsewhere. */
    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        HttpResponse<String> answer = Suspended.readiness(cluster.operations().get(0));
        return answer.statusCode() == 503 && answer.body().contains("disk");
    }

    /** Room is enough: the gateway needs no start. Only then is the disk taken away from under it. */
    @Override
    public void heal(RunningCluster cluster) throws Exception {
        Path spool = spool(cluster);
        try {
            Files.deleteIfExists(spool.resolve("ballast"));
            Await.until(
                    "the gateway noticed the room",
                    () -> Suspended.readiness(cluster.operations().get(0)).statusCode() == 200);
        } finally {
            cluster.kill(GATEWAY);
            RootCommand.run("umount", "-l", spool.toString());
        }
    }

    @Override
    public String toString() {
        return "full spool of " + GATEWAY;
    }
}
