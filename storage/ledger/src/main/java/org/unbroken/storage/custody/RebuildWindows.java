package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Hands segments to the writer in windows, each while the next is gathered: at most two are in memory. The writer works
 * on one window at a time, in their order.
 */
final class RebuildWindows implements AutoCloseable {
    private final RebuildWriter writer;
    private final int entries;
    private final ExecutorService thread;
    private final List<StoredSegment> window = new ArrayList<>();
    private int inWindow;
    private @Nullable Future<?> underWay;

    /** @param entries segments are written once they have so many entries together */
    RebuildWindows(RebuildWriter writer, int entries) {
        this.writer = writer;
        this.entries = entries;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread started = new Thread(task, "rebuild-writer");
            started.setDaemon(true);
            return started;
        });
    }

    /** Throws what the window before could not be written for. */
    void add(StoredSegment segment) throws IOException {
        window.add(segment);
        inWindow += segment.entries().size();
        if (inWindow >= entries || segment.checkpoint().isEmpty()) {
            write();
        }
    }

    private void write() throws IOException {
        await();
        List<StoredSegment> full = List.copyOf(window);
        window.clear();
        inWindow = 0;
        if (!full.isEmpty()) {
            underWay = thread.submit(() -> {
                writer.write(full);
                return null;
            });
        }
    }

    private void await() throws IOException {
        Future<?> before = underWay;
        underWay = null;
        if (before == null) {
            return;
        }
        try {
            before.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("writing the database was interrupted");
        }
    }

    /** Everything that was added is durable when this returns. */
    void finish() throws IOException {
        write();
        await();
        writer.finish();
    }

    /** What is being written comes to an end by itself, or with the database's end. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
