package org.unbroken.storage.custody;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * The one thread that sequences facts. It takes all that wait, up to a batch, and makes them durable in one synced
 * write; while that write is under way the next batch gathers. So the rate is bound by work and not by syncs.
 *
 * <pre>
 * a crash here              leaves                       and then
 * before the write          nothing                      the caller, unanswered, sends the fact again: a new entry
 * within the write          all of the batch or nothing  the same fact again finds its entry or becomes one
 * after it, unanswered      the entries                  the same fact again finds its entry
 * </pre>
 */
final class LogWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final long POLL_MILLIS = 100;

    private final CustodySettings settings;
    private final CustodyDatabase database;
    private final RocksLedger ledger;
    private final SecureRandom random;
    private final LogStatus status;
    private final LogMetrics metrics;
    private final Executor callbacks;
    private final BlockingQueue<Incoming> queue;
    /** What a failed write is to be tried again with. Only the writer's thread uses it. */
    private final List<Incoming> again = new ArrayList<>();

    private final Object entrance = new Object();
    private boolean shut;

    LogWriter(
            CustodySettings settings,
            CustodyDatabase database,
            RocksLedger ledger,
            SecureRandom random,
            LogStatus status,
            LogMetrics metrics,
            Executor callbacks) {
        this.settings = settings;
        this.database = database;
        this.ledger = ledger;
        this.random = random;
        this.status = status;
        this.metrics = metrics;
        this.callbacks = callbacks;
        this.queue = new ArrayBlockingQueue<>(settings.queueFacts());
    }

    CompletableFuture<Sequenced> append(CustodyFact fact) {
        PendingFact pending = new PendingFact(fact, new CompletableFuture<>());
        synchronized (entrance) {
            if (shut) {
                return CompletableFuture.failedFuture(ending());
            }
            if (!queue.offer(pending)) {
                return CompletableFuture.failedFuture(
                        new LogFullException(settings.queueFacts() + " facts wait to be logged already"));
            }
        }
        return pending.outcome();
    }

    /** Waits for room; false when the log ends instead, and the thing comes again to whoever writes next. */
    boolean offer(PlacedItem item) throws InterruptedException {
        while (!status.isEnding()) {
            if (queue.offer(item, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    int waiting() {
        return queue.size();
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        try {
            while (!(status.isEnding() && queue.isEmpty()) && status.stopped().isEmpty()) {
                if (!status.awaitRoom(settings.unpublishedEntries())) {
                    break;
                }
                List<Incoming> taken = take();
                if (!taken.isEmpty() && !write(taken)) {
                    status.pause(backoff.next());
                } else {
                    backoff.reset();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the log's writer ended", e);
            status.stop(new LogStoppedException("the log's writer ended: " + e, e));
        } finally {
            shut();
        }
    }

    private List<Incoming> take() throws InterruptedException {
        List<Incoming> taken = new ArrayList<>(again);
        if (taken.isEmpty()) {
            Incoming first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                queue.drainTo(taken, settings.batchFacts() - 1);
            }
        }
        return taken;
    }

    private boolean write(List<Incoming> taken) {
        try {
            RocksDatabase basis = database.healthy();
            IncomingBatch incoming = new IncomingBatch(basis, random);
            for (Incoming each : taken) {
                incoming.add(each);
            }
            incoming.writeNotes(ledger);
            Batch batch = incoming.finish();
            if (!batch.isEmpty()) {
                database.write(basis, batch);
            }
            again.clear();
            Sequencer sequencer = incoming.sequencer();
            status.appended(sequencer.newSize());
            metrics.appended(sequencer.newEntries());
            callbacks.execute(() -> answer(sequencer));
            return true;
        } catch (IOException | RuntimeException e) {
            // Whether the batch is there is not known before the database is opened anew, which the next try does.
            LOG.error("{} facts could not be logged: {}", taken.size(), e.toString());
            status.writeFailed("the log's database: " + e.getMessage());
            again.clear();
            List<PendingFact> asked = new ArrayList<>();
            for (Incoming each : taken) {
                if (each instanceof PendingFact fact) {
                    asked.add(fact);
                } else {
                    // Nobody else would send it again; facts that got there find their entries.
                    again.add(each);
                }
            }
            callbacks.execute(() -> asked.forEach(fact -> fact.outcome().completeExceptionally(e)));
            return false;
        }
    }

    private static void answer(Sequencer sequencer) {
        sequencer.accepted().forEach(accepted -> accepted.pending().outcome().complete(accepted.sequenced()));
        sequencer.refused().forEach(refused -> refused.pending().outcome().completeExceptionally(refused.why()));
    }

    private void shut() {
        List<Incoming> left = new ArrayList<>();
        synchronized (entrance) {
            shut = true;
            queue.drainTo(left);
        }
        IOException why = ending();
        callbacks.execute(() -> {
            for (Incoming each : left) {
                if (each instanceof PendingFact fact) {
                    fact.outcome().completeExceptionally(why);
                }
            }
        });
    }

    private IOException ending() {
        return status.stopped().orElseGet(() -> new LogStoppedException("the log is closed"));
    }
}
