package org.unbroken.ingest.gateway.upload;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.unbroken.storage.intake.RightOfWay;

/**
 * Runs one upload's disk work one piece after another, on threads shared with all other uploads. After each piece it
 * goes to the back of the shared queue, so a fast upload does not starve the others.
 */
final class SerialQueue {
    private final Executor workers;
    private final RightOfWay.Receiving receiving;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialQueue(Executor workers, RightOfWay.Receiving receiving) {
        this.workers = workers;
        this.receiving = receiving;
    }

    /** Runs the work after all that was given before; whatever it throws, the next piece runs. */
    <T> CompletableFuture<T> call(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(work.run());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** As {@link #call}, for work that reports by itself and throws nothing. */
    void execute(Runnable work) {
        receiving.begin();
        boolean start;
        synchronized (waiting) {
            waiting.add(work);
            start = !running;
            running = true;
        }
        if (start) {
            submit();
        }
    }

    private void submit() {
        try {
            workers.execute(this::runOne);
        } catch (RejectedExecutionException e) {
            // The workers are gone: the process is closing after its drain time. Nobody waits for this any more.
            synchronized (waiting) {
                waiting.forEach(each -> receiving.end());
                waiting.clear();
                running = false;
            }
        }
    }

    private void runOne() {
        Runnable work;
        synchronized (waiting) {
            work = waiting.remove();
        }
        try {
            work.run();
        } finally {
            receiving.end();
            boolean more;
            synchronized (waiting) {
                more = !waiting.isEmpty();
                running = more;
            }
            if (more) {
                submit();
            }
        }
    }

    /** Blocking work on one upload. */
    interface Work<T> {
        T run() throws Exception;
    }
}
