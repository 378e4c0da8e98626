package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.WormStore;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.ProxyResult;

/**
 * Makes proxies: those that somebody waits for at once, the others one after another, oldest first. A queue remembers the
 * others across a restart, and where it is shared brings what other machines ask for.
 */
public final class Proxies implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Proxies.class);
    private static final long QUEUE_POLL_SECONDS = 1;

    private final DerivedFiles derived;
    private final OriginalFiles originals;
    private final MediaWorkers workers;
    private final StageTimes times;
    private final ConcurrentMap<RecordingId, CompletableFuture<Path>> making = new ConcurrentHashMap<>();
    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "proxies-background"));
    /** Looks for what others ask for, and says what is being made here, while the background makes one. */
    private final ScheduledExecutorService holding =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "proxies-holding"));

    private final List<ScheduledFuture<?>> sweeps = new CopyOnWriteArrayList<>();
    private final ExecutorService demanded =
            Executors.newCachedThreadPool(work -> new Thread(work, "proxies-demanded"));

    /** Over a store whose originals are files of this machine. */
    public Proxies(DerivedFiles derived, WormStore worm, MediaWorkers workers, StageTimes times) {
        this(derived, new OriginalFiles(worm), workers, times);
    }

    public Proxies(DerivedFiles derived, OriginalFiles originals, MediaWorkers workers, StageTimes times) {
        this.derived = derived;
        this.originals = originals;
        this.workers = workers;
        this.times = times;
    }

    public void start() {
        sweeps.add(background.scheduleWithFixedDelay(
                this::workOff, QUEUE_POLL_SECONDS, QUEUE_POLL_SECONDS, TimeUnit.SECONDS));
        sweeps.add(holding.scheduleWithFixedDelay(
                this::startUrgent, QUEUE_POLL_SECONDS, QUEUE_POLL_SECONDS, TimeUnit.SECONDS));
        sweeps.add(holding.scheduleWithFixedDelay(
                this::hold, ProxyQueue.HOLD_SECONDS, ProxyQueue.HOLD_SECONDS, TimeUnit.SECONDS));
    }

    void enqueue(RecordingId id) throws IOException {
        derived.enqueueProxy(id, false);
    }

    /** Proxies not made yet. */
    public int backlog() throws IOException {
        return derived.queue().later().size() + derived.queue().urgent().size();
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
            for (RecordingId id : derived.queue().later()) {
                CompletableFuture<Path> made = new CompletableFuture<>();
                if (!making.containsKey(id) && derived.queue().take(id) && making.putIfAbsent(id, made) == null) {
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

    private void startUrgent() {
        try {
            for (RecordingId id : derived.queue().urgent()) {
                if (!making.containsKey(id) && derived.queue().take(id)) {
                    var unused = make(id, demanded);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn().setCause(e).log("the proxy queue cannot be read");
        }
    }

    private void hold() {
        for (RecordingId id : making.keySet()) {
            try {
                derived.queue().hold(id);
            } catch (IOException | RuntimeException e) {
                log.atWarn().addKeyValue("recording", id).setCause(e).log("the proxy queue cannot be written");
            }
        }
    }

    private void make(RecordingId id, CompletableFuture<Path> made) {
        try (LocalOriginal original = originals.open(id)) {
            Path out = derived.directory(id).resolve("proxy.mp4");
            ProxyResult result = times.time("proxy", () -> workers.proxy(original.path(), out, id.value()));
            if (result.file() == null) {
                derived.noteProxyFailure(id, String.valueOf(result.reason()));
                throw new IOException(result.reason());
            }
            derived.keepProxy(id);
            derived.queue().remove(id);
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
                derived.queue().remove(id);
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("recording", id).setCause(e).log("the proxy queue cannot be written");
        }
    }

    @Override
    public void close() {
        sweeps.forEach(sweep -> sweep.cancel(true));
        background.shutdownNow();
        holding.shutdownNow();
        demanded.shutdownNow();
    }
}
