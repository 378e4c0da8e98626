package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks the object store now and then whether it is there, on a thread of its own: a store that takes the question and never
 * answers must not silence whoever asks this process for its readiness.
 */
final class StoreWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 2_000;
    /** A store that is at work answers within milliseconds; one that takes this long holds up every upload. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final Question question;
    private final LongSupplier nanos;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "store-watch");
        thread.setDaemon(true);
        return thread;
    });
    private long answeredAt;
    private Optional<String> failure = Optional.empty();

    /** Something small to ask the store for. */
    @FunctionalInterface
    interface Question {
        void ask() throws IOException;
    }

    /** {@code nanos}: as {@link System#nanoTime}. */
    StoreWatch(Question question, LongSupplier nanos) {
        this.question = question;
        this.nanos = nanos;
        this.answeredAt = nanos.getAsLong();
    }

    void start() {
        ScheduledFuture<?> unused = asking.scheduleWithFixedDelay(this::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            question.ask();
            answered(Optional.empty());
        } catch (IOException | RuntimeException e) {
            // Thrown on, it would end the schedule, and what was true last would be told for ever.
            answered(Optional.of("the object store does not answer: " + e.getMessage()));
        }
    }

    private synchronized void answered(Optional<String> with) {
        failure = with;
        answeredAt = nanos.getAsLong();
    }

    /** Answers at once, by the last answer and its age. */
    synchronized Optional<String> problem() {
        Duration silent = Duration.ofNanos(nanos.getAsLong() - answeredAt);
        if (silent.compareTo(SILENCE) > 0) {
            return Optional.of("the object store has not answered for " + silent.toSeconds() + " s");
        }
        return failure;
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
