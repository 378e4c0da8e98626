package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the landings' queue was emptied, and has all announced again that was acknowledged of late and is not sealed.
 * Without it that comes hours later. Each gateway looks, and two that see it at once announce twice, which is harmless.
 *
 * <p>That the new queue is reckoned with is noted last: a gateway that dies before it leaves the work to the next look.
 */
final class EmptiedQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmptiedQueue.class);

    private final Queue queue;
    private final Announcements announcements;
    private final Duration every;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "emptied-queue");
        thread.setDaemon(true);
        return thread;
    });

    /** The queue, as far as it can be told from another. */
    interface Queue {
        boolean isAnother() throws IOException;

        void accept() throws IOException;
    }

    /** Announces what is not sealed; how many. */
    @FunctionalInterface
    interface Announcements {
        int again() throws IOException;
    }

    EmptiedQueue(Queue queue, Announcements announcements, Duration every) {
        this.queue = queue;
        this.announcements = announcements;
        this.every = every;
    }

    void start() {
        ScheduledFuture<?> unused =
                looking.scheduleWithFixedDelay(this::lookAndBear, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAndBear() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            // Thrown on, it would end the schedule for good. Kafka or the log nodes are away: others say so.
            log.atWarn().addKeyValue("problem", String.valueOf(e.getMessage())).log("looks for an emptied Kafka again");
        }
    }

    /** One look. */
    void look() throws IOException {
        if (!queue.isAnother()) {
            return;
        }
        int again = announcements.again();
        log.atError()
                .addKeyValue("announced_again", again)
                .log("Kafka's landings are another topic than before: it was emptied. What was acknowledged within the"
                        + " last hours and is not sealed was announced again");
        queue.accept();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
