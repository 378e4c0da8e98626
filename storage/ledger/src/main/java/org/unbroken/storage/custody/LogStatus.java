package org.unbroken.storage.custody;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two threads of the log know of each other, and what {@link LogHealth} tells. All access is synchronized. */
final class LogStatus {
    /** Others may want the same: so long one who waits waits for them. */
    private static final Duration HURRIED = Duration.ofMillis(250);

    private final InstantSource clock;
    private final Deque<Appended> unpublished = new ArrayDeque<>();
    private long size;
    private long publishedSize;
    private long hurriedUpTo;
    private long hurriedAt;
    private boolean closing;
    private boolean closed;
    private @Nullable LogStoppedException stopped;
    private @Nullable String writeError;
    private @Nullable String flushError;

    /** When the log had reached this size. */
    private record Appended(long size, Instant at) {}

    LogStatus(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void started(long storedSize, long storedPublishedSize) {
        size = storedSize;
        publishedSize = storedPublishedSize;
        if (size > publishedSize) {
            unpublished.add(new Appended(size, clock.instant()));
        }
    }

    synchronized void appended(long newSize) {
        writeError = null;
        if (newSize > size) {
            size = newSize;
            unpublished.add(new Appended(newSize, clock.instant()));
            notifyAll();
        }
    }

    synchronized void published(long newPublishedSize) {
        flushError = null;
        publishedSize = newPublishedSize;
        while (!unpublished.isEmpty() && unpublished.getFirst().size() <= newPublishedSize) {
            unpublished.removeFirst();
        }
        notifyAll();
    }

    synchronized void writeFailed(String error) {
        writeError = error;
    }

    synchronized void flushFailed(String error) {
        flushError = error;
    }

    synchronized void stop(LogStoppedException why) {
        if (stopped == null) {
            stopped = why;
        }
        notifyAll();
    }

    synchronized void closing() {
        closing = true;
        notifyAll();
    }

    synchronized void closed() {
        closed = true;
        notifyAll();
    }

    synchronized Optional<LogStoppedException> stopped() {
        return Optional.ofNullable(stopped);
    }

    synchronized boolean isEnding() {
        return closing || stopped != null;
    }

    /** Waits until there is room for more unpublished entries; false when the log ends instead. */
    synchronized boolean awaitRoom(long limit) throws InterruptedException {
        while (size - publishedSize >= limit && !isEnding()) {
            wait();
        }
        return !isEnding() || size - publishedSize < limit;
    }

    /**
     * Waits until something is unpublished and has waited this long; less long where there is so much, where somebody
     * waits for it, or when the log ends.
     */
    synchronized void awaitUnpublished(Duration interval, long enough) throws InterruptedException {
        while (size == publishedSize && !isEnding()) {
            wait();
        }
        long end = System.nanoTime() + interval.toNanos();
        while (!isEnding() && !hasUnpublished(enough)) {
            if (isHurried()) {
                end = Math.min(end, hurriedAt + HURRIED.toNanos());
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** Somebody waits for the publication of this entry. */
    synchronized void hurry(long index) {
        if (!isHurried()) {
            hurriedAt = System.nanoTime();
        }
        hurriedUpTo = Math.max(hurriedUpTo, index + 1);
        notifyAll();
    }

    synchronized boolean isHurried() {
        return hurriedUpTo > publishedSize;
    }

    synchronized boolean hasUnpublished(long atLeast) {
        return size - publishedSize >= atLeast;
    }

    /** Waits this long; less when the log ends. */
    synchronized void pause(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0 && !isEnding(); left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    synchronized long size() {
        return size;
    }

    synchronized LogHealth health(int waiting, long unpublishedLimit) {
        Optional<Duration> oldest = Optional.ofNullable(unpublished.peekFirst())
                .map(appended -> Duration.between(appended.at(), clock.instant()));
        Optional<String> error = Optional.ofNullable(stopped)
                .map(Throwable::getMessage)
                .or(() -> Optional.ofNullable(writeError))
                .or(() -> Optional.ofNullable(flushError));
        LogHealth.State state;
        if (stopped != null) {
            state = LogHealth.State.STOPPED;
        } else if (closed || closing) {
            state = LogHealth.State.CLOSED;
        } else if (size - publishedSize >= unpublishedLimit) {
            state = LogHealth.State.FULL;
        } else {
            state = error.isPresent() ? LogHealth.State.RETRYING : LogHealth.State.RUNNING;
        }
        return new LogHealth(state, size, publishedSize, waiting, oldest, error);
    }
}
