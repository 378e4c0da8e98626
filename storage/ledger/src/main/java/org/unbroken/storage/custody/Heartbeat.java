package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives signs of life for a turn, until it is over. A sign that fails is only a sign less. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final WriterTurn turn;
    private final Duration every;
    private final Covered covered;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /** How far the queue has been taken, as of a moment. */
    interface Covered {
        SortedMap<Integer, Long> now() throws IOException;
    }

    Heartbeat(WriterTurn turn, Duration every, Covered covered) {
        this.covered = covered;
        this.turn = turn;
        this.every = every;
        this.thread = OpenLog.thread("custody-heartbeat", this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!ended.await(every.toNanos(), TimeUnit.NANOSECONDS)
                    && turn.lost().isEmpty()) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            turn.renew(covered.now());
        } catch (LogStoppedException e) {
            LOG.warn("{}", e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("no sign of life could be given: {}", e.toString());
        }
    }

    /** Does not wait: a sign under way, on a store that hangs, harms nobody. */
    @Override
    public void close() {
        ended.countDown();
    }
}
