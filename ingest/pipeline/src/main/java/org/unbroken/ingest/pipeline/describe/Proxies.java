package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.ProxyResult;

/**
 * Makes proxies: those that somebody waits for at once, the others one after another, oldest first. A queue in the file
 * system remembers the others across a restart.
 */
public final class Proxies implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Proxies.class);
    private static final long QUEUE_POLL_SECONDS = 1;

    private final DerivedFiles derived;
    private final WormStore worm;
    private final MediaWorkers workers;
    private final StageTimes times;
    private final ConcurrentMap<RecordingId, CompletableFuture<Path>> making = new ConcurrentHashMap<>();
    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "proxies-background"));
    private @Nullable ScheduledFuture<?> sweep;
    private final ExecutorService demanded =
            Executors.newCachedThreadPool(work -> new Thread(work, "proxies-demanded"));

    public Proxies(DerivedFiles derived, WormStore worm, MediaWorkers workers, StageTimes times) {
        this.derived = derived;
        this.worm = worm;
        this.workers = workers;
        this.times = times;
    }

    public void start() {
        sweep = background.scheduleWithFixedDelay(
                this::workOff, QUEUE_POLL_SECONDS, QUEUE_POLL_SECONDS, TimeUnit.SECONDS);
    }

    void enqueue(RecordingId id) throws IOException {
        derived.enqueueProxy(id);
    }

    /** Proxies not made yet. */
    public int backlog() throws IOException {
        return derived.queuedProxies().size();
    }

    /**
     * The proxy, made at once if it is not there. Fails with an {@link IOException} whose message says why none can be
     * made.
     */
    public CompletableFuture<Path> request(RecordingId id) {
        Optional<Path> there = derived.proxy(id);
        return there.isPresent() ? CompletableFuture.completedFuture(there.get()) : make(id, demanded);
    }

    private CompletableFuture<Path> make(RecordingId id, ExecutorService on) {
        CompletableFuture<Path> made = new CompletableFuture<>();
        CompletableFuture<Path> running = making.putIfAbsent(id, made);
        if (running != null) {
            return running;
        }
        on.execute(() -> make(id, made));
        return made;
    }

    private void workOff() {
        try {
            List<RecordingId> queue = derived.queuedProxies();
            for (RecordingId id : queue) {
                CompletableFuture<Path> made = new CompletableFuture<>();
                if (making.putIfAbsent(id, made) == null) {
                    make(id, made);
                }
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn().setCause(e).log("the proxy queue cannot be read");
        }
    }

    private void make(RecordingId id, CompletableFuture<Path> made) {
        try {
            Path original = worm.localPath(ObjectKey.original(id))
                    .orElseThrow(() -> new IOException("the original is not in the WORM store"));
            Path out = derived.directory(id).resolve("proxy.mp4");
            ProxyResult result = times.time("proxy", () -> workers.proxy(original, out, id.value()));
            if (result.file() == null) {
                derived.noteProxyFailure(id, String.valueOf(result.reason()));
                throw new IOException(result.reason());
            }
            derived.dequeueProxy(id);
            made.complete(result.file());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            made.completeExceptionally(e);
        } catch (Exception e) {
            log.atInfo()
                    .addKeyValue("recording", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("no proxy");
            dropFailed(id);
            made.completeExceptionally(e);
        } finally {
            making.remove(id);
        }
    }

    private void dropFailed(RecordingId id) {
        try {
            if (derived.proxyFailure(id).isPresent()) {
                derived.dequeueProxy(id);
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("recording", id).setCause(e).log("the proxy queue cannot be written");
        }
    }

    @Override
    public void close() {
        if (sweep != null) {
            sweep.cancel(true);
        }
        background.shutdownNow();
        demanded.shutdownNow();
    }
}
