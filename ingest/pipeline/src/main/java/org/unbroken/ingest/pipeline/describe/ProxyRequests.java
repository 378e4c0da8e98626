package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.unbroken.integrity.RecordingId;

/** Asks for proxies that another machine makes, where there is a shared store and no media workers: on a log node. */
public final class ProxyRequests implements AutoCloseable {
    private static final long LOOK_SECONDS = 1;

    private final DerivedFiles derived;
    private final Map<RecordingId, CompletableFuture<Path>> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "proxy-requests"));

    public ProxyRequests(DerivedFiles derived) {
        this.derived = derived;
    }

    public void start() {
        var unused = looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** The proxy, once it is there. Fails with an {@link IOException} that says why none can be made. */
    public CompletableFuture<Path> request(RecordingId id) {
        Optional<Path> there = derived.proxy(id);
        if (there.isPresent()) {
            return CompletableFuture.completedFuture(there.get());
        }
        try {
            derived.enqueueProxy(id, true);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return waiting.computeIfAbsent(id, asked -> new CompletableFuture<>());
    }

    private void look() {
        waiting.forEach((id, wanted) -> {
            try {
                Optional<Path> made = derived.proxy(id);
                Optional<String> failure = made.isPresent() ? Optional.empty() : derived.proxyFailure(id);
                if (made.isPresent() || failure.isPresent()) {
                    waiting.remove(id);
                    made.ifPresent(wanted::complete);
                    failure.ifPresent(why -> wanted.completeExceptionally(new IOException(why)));
                }
            } catch (IOException | RuntimeException e) {
                // The store cannot be asked: whoever waits learns of it, and asks again.
                waiting.remove(id);
                wanted.completeExceptionally(e);
            }
        });
    }

    @Override
    public void close() {
        looking.shutdownNow();
        waiting.values().forEach(wanted -> wanted.completeExceptionally(new IOException("closed")));
    }
}
