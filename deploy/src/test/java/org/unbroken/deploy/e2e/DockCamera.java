package org.unbroken.deploy.e2e;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.unbroken.deploy.dock.Dock;
import org.unbroken.deploy.dock.DockOrder;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.dock.TusClient;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.verify.TrustPolicy;

/** Uploads by the project's own dock, whose line is cut at random places, and which is started anew now and then. */
record DockCamera(String name, URI server, String token, Path memory, Random random) implements UploadingCamera {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public String attempt(Path file, int sequence) throws Exception {
        long size = Files.size(file);
        long[] cut = {size > 1 && random.nextBoolean() ? 1 + (long) (random.nextDouble() * size) : Long.MAX_VALUE};
        Dock dock = new Dock(
                new TusClient(Site.HTTP, server, Optional.of(token), PATIENCE, Pause.real()),
                TrustPolicy.NONE,
                PATIENCE,
                new Progress(System.out, false, System::nanoTime),
                Optional.of(memory));
        DockOrder order =
                new DockOrder(file, name, Map.of("sequence", Integer.toString(sequence), "case", "K-" + name));
        return dock.upload(order, sent -> {
                    if (sent >= cut[0] && sent < size) {
                        cut[0] = Long.MAX_VALUE;
                        throw new IllegalStateException("the line was cut at " + sent);
                    }
                })
                .recording();
    }
}
