package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;

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

    /** The queue that is being filled, and with what so far: what fails each time does not repeat the rest each time. */
    private @Nullable String filling;

    private final Set<RecordingId> filled = new HashSet<>();

    /** The queue, as far as it can be told from another. */
    interface Queue {
        /** The one that is there, if it is another than was reckoned with. */
        Optional<String> another() throws IOException;

        /** It is reckoned with this one from now on. */
        void accept(String queue) throws IOException;
    }

    /** Announces what is not sealed; how many. */
    @FunctionalInterface
    interface Announcements {
        /**
         * One try, of all that did not go before.
         *
         * @param done what went already, and is passed over; filled with what goes now
         */
        int again(Set<RecordingId> done) throws IOException;
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
        Optional<String> another = queue.another();
        if (another.isEmpty()) {
            return;
        }
        if (!another.get().equals(filling)) {
            filling = another.get();
            filled.clear();
        }
        int again = announcements.again(filled);
        log.atError()
                .addKeyValue("announced_again", again)
                .log("Kafka's landings are another topic than before: it was emptied. What was acknowledged within the"
                        + " last hours and is not sealed was announced again");
        queue.accept(another.get());
        filled.clear();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
