package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads the facts' source while it is this node's turn, and hands on what comes, in order. */
final class FactIntake implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FactIntake.class);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final CustodySettings settings;
    private final FactSources sources;
    private final LogWriter writer;
    private final SortedMap<Integer, Long> next;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lag;
    private volatile boolean failing;

    /** @param from per partition, the first offset that has not been taken */
    FactIntake(CustodySettings settings, FactSources sources, LogWriter writer, SortedMap<Integer, Long> from) {
        this.settings = settings;
        this.sources = sources;
        this.writer = writer;
        this.next = new TreeMap<>(from);
    }

    void end() {
        ended.countDown();
    }

    private boolean isEnding() {
        return ended.getCount() == 0;
    }

    /** Facts in the source that were not read yet, as of the last read. */
    long lag() {
        return lag;
    }

    /** Whether the last read failed: the source is away, or lacks what is to be read next. */
    boolean failing() {
        return failing;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        try {
            while (!isEnding()) {
                try {
                    Optional<FactSource> source = sources.open();
                    if (source.isEmpty()) {
                        return;
                    }
                    try (FactSource reading = source.get()) {
                        // From the last place handed on, whatever the source itself remembers.
                        reading.seek(next);
                        while (!isEnding()) {
                            handOn(reading.poll(WAIT));
                            lag = reading.lag();
                            failing = false;
                            backoff.reset();
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    failing = true;
                    LOG.error("facts cannot be read, and are tried again: {}", e.toString());
                    ended.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOn(List<FactSource.Placed> items) throws InterruptedException {
        for (FactSource.Placed item : items) {
            if (isEnding() || !writer.offer(new PlacedItem(item))) {
                end();
                return;
            }
            next.put(item.partition(), item.offset() + 1);
        }
    }
}
