package org.unbroken.storage.s3;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has {@link SettledStaging} and {@link UnnamedUploads} go through the store again and again, at once after the start and
 * then with a pause in between. Any process may run one, and several may at once: one that is enough is the log's leader, or a gateway.
 *
 * <p>A sweep that fails is logged and counted, and the next one tries again: nothing but space depends on it. Killed in
 * the middle, it leaves what the next one finds.
 */
public final class UploadSweeper implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSweeper.class);
    private static final long END_SECONDS = 10;

    /** One way through the store. */
    interface Sweep {
        int sweep() throws IOException;
    }

    private final Sweep uploads;
    private final Duration pause;
    private final AtomicLong aborted = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private @Nullable ScheduledExecutorService thread;

    /** The connection and the documents behind them are to be open from start to close. */
    public UploadSweeper(UnnamedUploads uploads, SettledStaging staging, Duration pause) {
        this(
                () -> {
                    int aborted = uploads.sweep();
                    // Second: it asks the log's nodes, who may be away for longer than the store.
                    staging.sweep();
                    return aborted;
                },
                pause);
    }

    UploadSweeper(Sweep uploads, Duration pause) {
        if (pause.toMillis() < 1) {
            throw new IllegalArgumentException("pause between sweeps of " + pause);
        }
        this.uploads = uploads;
        this.pause = pause;
    }

    public synchronized void start() {
        if (thread != null) {
            return;
        }
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "upload-sweeper");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(this::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            aborted.addAndGet(uploads.sweep());
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            failures.incrementAndGet();
            LOG.warn("could not clear up unfinished uploads; tried again in {}", pause, e);
        }
    }

    /** Uploads that were aborted since the start. */
    public long aborted() {
        return aborted.get();
    }

    /** Sweeps that failed since the start. */
    public long failures() {
        return failures.get();
    }

    /** Ends the sweep that may be under way, within seconds. */
    @Override
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a sweep of unfinished uploads still runs {} s after it was told to end", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }
}
