package org.unbroken.storage.stamps;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyLog;

/**
 * Has tasks seen to while a process leads the log, each by a thread of its own. Whatever fails in one is logged
 * and tried again; the log does not notice.
 */
public final class LeaderTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderTasks.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final long CLOSING_MILLIS = 5_000;

    private final CustodyLog log;
    private final List<Round> rounds;
    private volatile boolean closing;

    public LeaderTasks(CustodyLog log, List<LeaderTask> tasks) {
        this.log = log;
        this.rounds = tasks.stream().map(Round::new).toList();
    }

    public void start() {
        for (Round round : rounds) {
            log.onPublished(round.news::release);
            round.thread.start();
        }
    }

    /** What is under way is interrupted, and done again by whoever leads next. Returns soon, whoever is being waited for. */
    @Override
    public void close() {
        closing = true;
        rounds.forEach(round -> round.thread.interrupt());
        try {
            for (Round round : rounds) {
                round.thread.join(CLOSING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Round {
        private final LeaderTask task;
        private final Thread thread;
        private final Semaphore news = new Semaphore(0);
        private @Nullable Duration pause;

        Round(LeaderTask task) {
            this.task = task;
            this.thread = new Thread(this::run, "leader-" + task.name());
            thread.setDaemon(true);
        }

        private void run() {
            try {
                while (!closing) {
                    Duration rest = attend();
                    if (pause != null) {
                        // After a failure, what is published meanwhile does not make it more urgent.
                        TimeUnit.NANOSECONDS.sleep(rest.toNanos());
                    } else if (news.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                        news.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                task.ended();
            }
        }

        private Duration attend() throws InterruptedException {
            try {
                Optional<byte[]> newest = log.checkpoint();
                Duration rest = newest.isEmpty() ? LONGEST_PAUSE : task.attend(SignedNote.parse(newest.get()));
                pause = null;
                return rest;
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} failed, and is tried again: {}", task.name(), e.toString());
                Duration next = pause == null ? FIRST_PAUSE : pause.multipliedBy(2);
                pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
                return pause;
            }
        }
    }
}
