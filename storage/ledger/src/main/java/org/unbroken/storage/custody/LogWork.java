package org.unbroken.storage.custody;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.WormStore;

/** The two threads that write the log, from when a process may write to when it may no longer. Used once. */
final class LogWork {
    private final CustodySettings settings;
    private final OpenLog log;
    private final LogStatus status;
    private final LogWriter writer;
    private final LogFlusher flusher;
    private final Thread writerThread;
    private final Thread flusherThread;

    LogWork(
            CustodySettings settings,
            OpenLog log,
            WormStore worm,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            LogMetrics metrics,
            PublicationFence fence,
            Consumer<LogStoppedException> ending) {
        this.settings = settings;
        this.log = log;
        this.status = new LogStatus(clock);
        this.writer = new LogWriter(settings, log.database(), log.ledger(), random, status, metrics, log.callbacks());
        this.flusher = new LogFlusher(
                settings,
                log.database(),
                worm,
                signer,
                clock,
                log.ledger(),
                status,
                log.publication(),
                metrics,
                fence,
                ending);
        this.writerThread = OpenLog.thread("custody-writer", writer);
        this.flusherThread = OpenLog.thread("custody-flusher", flusher);
    }

    /** Takes from the database how much there is. */
    void recount() throws IOException {
        RocksDatabase open = log.database().healthy();
        status.started(RocksLedger.size(open), RocksLedger.publishedSize(open));
    }

    void start() {
        writerThread.start();
        flusherThread.start();
    }

    LogWriter writer() {
        return writer;
    }

    /** Somebody waits for the publication of this entry: it is not to wait for others. */
    void hurry(long index) {
        status.hurry(index);
    }

    long size() {
        return status.size();
    }

    LogHealth health() {
        return status.health(writer.waiting(), settings.unpublishedEntries());
    }

    Optional<LogStoppedException> stopped() {
        return status.stopped();
    }

    /** One try, by the caller's thread, while the others do not run. */
    void flushOnce() {
        flusher.flushOnce();
    }

    /** Sequences what waits, and flushes once. What could not be flushed stays in the database. */
    void finish() {
        status.closing();
        joined(writerThread);
        joined(flusherThread);
        if (status.stopped().isEmpty()) {
            flusher.flushOnce();
        }
    }

    /** Ends at once, whatever waits. Returns when neither thread writes any more. */
    void abandon(LogStoppedException why) {
        status.stop(why);
        joined(writerThread);
        joined(flusherThread);
    }

    void closed() {
        status.closed();
    }

    private static void joined(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
