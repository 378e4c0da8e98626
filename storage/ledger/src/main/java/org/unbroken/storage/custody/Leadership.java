package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one stretch of leading: log writer and flusher, and the reader of the facts' source. */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final OpenLog log;
    private final LogWork work;
    private final FactIntake intake;
    private final Thread intakeThread;

    Leadership(
            CustodySettings settings,
            OpenLog log,
            LogWork work,
            FactSources sources,
            SortedMap<Integer, Long> positions) {
        this.log = log;
        this.work = work;
        this.intake = new FactIntake(settings, sources, work.writer(), positions);
        this.intakeThread = OpenLog.thread("custody-intake", intake);
    }

    void start() {
        work.start();
        intakeThread.start();
    }

    /**
     * Sequenced and published: what is only in this node's database is gone if it dies, and the one that leads then does
     * not know of it. As the caller waits for that, so do not the entries.
     */
    CompletableFuture<Sequenced> append(CustodyFact fact) {
        return work.writer().append(fact).thenCompose(sequenced -> {
            work.hurry(sequenced.index());
            return log.publication().at(sequenced.index()).thenCompose(published -> confirmed(sequenced));
        });
    }

    /** If the turn was lost meanwhile, another's entry may have been published in its place. */
    private CompletableFuture<Sequenced> confirmed(Sequenced sequenced) {
        try {
            byte[] there = LogRecords.entry(log.database().reader(), sequenced.index());
            if (Arrays.equals(there, sequenced.entry().bytes())) {
                return CompletableFuture.completedFuture(sequenced);
            }
            return CompletableFuture.failedFuture(
                    new NotLeadingException("the turn to write the log was lost before this fact was published"));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    LogHealth health() {
        return work.health();
    }

    Optional<LogStoppedException> stopped() {
        return work.stopped();
    }

    long lag() {
        return intake.lag();
    }

    boolean sourceFails() {
        return intake.failing();
    }

    void finish() {
        endIntake();
        work.finish();
    }

    void abandon(LogStoppedException why) {
        intake.end();
        work.abandon(why);
        endIntake();
        log.publication().interrupt(why);
    }

    private void endIntake() {
        intake.end();
        try {
            // It may be in a call to a queue that is away; what it would still hand on nobody takes.
            intakeThread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (intakeThread.isAlive()) {
            LOG.warn("the facts' source does not come back from a read; it is left alone");
        }
    }
}
