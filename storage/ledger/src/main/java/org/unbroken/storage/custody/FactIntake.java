package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private volatile boolean ending;
    private volatile long lag;

    /** @param from per partition, the first offset that has not been taken */
    FactIntake(CustodySettings settings, FactSources sources, LogWriter writer, SortedMap<Integer, Long> from) {
        this.settings = settings;
        this.sources = sources;
        this.writer = writer;
        this.next = new TreeMap<>(from);
    }

    synchronized void end() {
        ending = true;
        notifyAll();
    }

    /** Facts in the source that were not read yet, as of the last read. */
    long lag() {
        return lag;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        try {
            while (!ending) {
                try {
                    Optional<FactSource> source = sources.open();
                    if (source.isEmpty()) {
                        return;
                    }
                    try (FactSource reading = source.get()) {
                        // From the last place handed on, whatever the source itself remembers.
                        reading.seek(next);
                        while (!ending) {
                            handOn(reading.poll(WAIT));
                            lag = reading.lag();
                            backoff.reset();
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.error("facts cannot be read, and are tried again: {}", e.toString());
                    pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOn(List<FactSource.Placed> items) throws InterruptedException {
        for (FactSource.Placed item : items) {
            if (ending || !writer.offer(new PlacedItem(item))) {
                ending = true;
                return;
            }
            next.put(item.partition(), item.offset() + 1);
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        synchronized (this) {
            if (!ending) {
                wait(Math.max(1, duration.toMillis()));
            }
        }
    }
}
