package org.unbroken.deploy.e2e;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;

/** Keeps every checkpoint that a server shows, like a witness who is there all the time. */
final class PublishedCheckpoints implements AutoCloseable {
    private static final long BETWEEN_MILLIS = 40;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> seen = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicReference<Optional<ConsoleClient>> console = new AtomicReference<>(Optional.empty());

    PublishedCheckpoints() {
        ScheduledFuture<?> untilClosed =
                thread.scheduleWithFixedDelay(this::look, 0, BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
        assert !untilClosed.isCancelled();
    }

    void watch(ConsoleClient server) {
        console.set(Optional.of(server));
    }

    private void look() {
        try {
            Optional<ConsoleClient> server = console.get();
            if (server.isPresent()) {
                seen.add(Site.utf8(server.get().bytes("log/checkpoint")));
            }
        } catch (ConsoleException down) {
            // Killed, or without an entry yet: asked again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Set<String> seen() {
        synchronized (seen) {
            return Set.copyOf(seen);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
