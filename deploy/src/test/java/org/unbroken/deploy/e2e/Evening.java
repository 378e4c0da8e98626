package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;

/**
 * A docking evening as {@code unbroken simulate} plays it, with a gateway killed while cameras come in: everything that was
 * acknowledged is sealed, and an audit of the store, without asking any server, finds nothing.
 */
final class Evening {
    private static final int CAMERAS = 8;
    private static final int FILES = 3;

    private Evening() {}

    static void play(RunningCluster cluster) throws Exception {
        ConsoleClient console = cluster.consoles().get(0);
        int before = Site.recordings(console).size();
        CompletableFuture<UnbrokenScript> playing = CompletableFuture.supplyAsync(() -> simulate(cluster));
        // Some are in, and most are under way or still to come.
        Await.until(
                "the evening has begun",
                () -> playing.isDone() || Site.recordings(console).size() > before + 1);
        cluster.kill("gateway-1");
        UnbrokenScript played = playing.join();
        cluster.up();
        assertThat(played.exit()).as(played.toString()).isZero();
        JsonObject told = JsonObject.parse(
                played.out().lines().reduce("", (first, last) -> last).getBytes(StandardCharsets.UTF_8));
        assertThat(told.integer("acknowledged")).isEqualTo(CAMERAS * FILES);
        assertThat(told.integer("sealed")).isEqualTo(CAMERAS * FILES);
        assertThat(told.integer("unsealed")).isZero();
        assertThat(Site.recordings(console)).hasSize(before + CAMERAS * FILES);
        // A document is in the store before its entry is in the log: an audit in between would not know it.
        Await.until("all is described", () -> Site.recordings(console).stream()
                .noneMatch(recording -> recording.string("description").equals("pending")));
        UnbrokenScript audited = UnbrokenScript.run(
                "audit",
                "--config",
                cluster.configuration(),
                "--key",
                cluster.site().keyFile(),
                "--without-originals");
        assertThat(audited.exit()).as(audited.toString()).isZero();
    }

    private static UnbrokenScript simulate(RunningCluster cluster) {
        try {
            return UnbrokenScript.run(
                    "simulate",
                    "--server",
                    cluster.upload(),
                    "--token",
                    cluster.site().dock(),
                    "--cameras",
                    CAMERAS,
                    "--files",
                    FILES,
                    "--size",
                    "64KiB",
                    "--duration",
                    "15s",
                    "--seed",
                    11,
                    "--json");
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
