package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.ledger.RocksLedger;

/** The database of log and ledger with what is told from it: the part that stays whoever writes. */
final class OpenLog {
    private static final Logger LOG = LoggerFactory.getLogger(OpenLog.class);

    private final CustodyDatabase database;
    private final ExecutorService callbacks;
    private final Publication publication;
    private final RocksLedger ledger;

    OpenLog(CustodySettings settings, CustodyDatabase.BatchWrite write, InstantSource clock) {
        this.database = new CustodyDatabase(settings.database(), write);
        this.callbacks = Executors.newSingleThreadExecutor(task -> thread("custody-answers", task));
        this.publication = new Publication(callbacks);
        this.ledger = new RocksLedger(database, clock);
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    CustodyDatabase database() {
        return database;
    }

    ExecutorService callbacks() {
        return callbacks;
    }

    Publication publication() {
        return publication;
    }

    RocksLedger ledger() {
        return ledger;
    }

    void open() throws IOException {
        database.open();
    }

    /** Shows what the database says was published. */
    void show() throws IOException {
        Optional<PublishedCheckpoint> published = LogRecords.published(database.reader());
        published.ifPresent(publication::advance);
    }

    /** Nothing of it was shown. */
    void abandon(Exception cause) {
        callbacks.shutdown();
        try {
            database.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    void neverOpened() {
        callbacks.shutdown();
    }

    /** Ends what waits for publication, and waits for what is being told. */
    void endAnswers() {
        publication.end(new LogStoppedException("the log is closed"));
        callbacks.shutdown();
        try {
            if (!callbacks.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("callbacks of the custody log still run at its closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() throws IOException {
        database.close();
    }
}
