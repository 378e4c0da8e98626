package org.unbroken.storage.custody;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.WormStore;

/**
 * The database of custody log and ledger, and the threads that work on it.
 *
 * <pre>
 *            append            one synced write                objects                 one synced write
 * callers ──────────▶ writer ──────────────────▶ database ──────────────▶ WORM store ──────────────────▶ published
 *                                                          flusher
 * </pre>
 *
 * The recovery after a crash is this start: the database replays its own log, the intent that it may hold is carried
 * out, and what was appended and not flushed is flushed.
 */
public final class CustodyStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CustodyStore.class);

    private final CustodySettings settings;
    private final WormStore worm;
    private final NoteSigner signer;
    private final InstantSource clock;
    private final CustodyDatabase database;
    private final LogStatus status;
    private final ExecutorService callbacks;
    private final Publication publication;
    private final LogWriter writer;
    private final LogFlusher flusher;
    private final RocksCustodyLog log;
    private final RocksLedger ledger;
    private final LogMetrics metrics;
    private final Thread writerThread;
    private final Thread flusherThread;
    private boolean started;

    public CustodyStore(
            CustodySettings settings,
            WormStore worm,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        this(settings, worm, signer, clock, random, registry, CustodyDatabase.synced());
    }

    CustodyStore(
            CustodySettings settings,
            WormStore worm,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry,
            CustodyDatabase.BatchWrite write) {
        this.settings = settings;
        this.worm = worm;
        this.signer = signer;
        this.clock = clock;
        this.database = new CustodyDatabase(settings.database(), write);
        this.status = new LogStatus(clock);
        this.callbacks = Executors.newSingleThreadExecutor(task -> thread("custody-answers", task));
        this.publication = new Publication(callbacks);
        this.ledger = new RocksLedger(database, clock);
        this.metrics = new LogMetrics(registry, this::health, ledger);
        this.writer = new LogWriter(settings, database, random, status, metrics, callbacks);
        this.flusher = new LogFlusher(settings, database, worm, signer, clock, ledger, status, publication, metrics);
        this.log = new RocksCustodyLog(database, writer, publication, signer.verifierKey());
        this.writerThread = thread("custody-writer", writer);
        this.flusherThread = thread("custody-flusher", flusher);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens the database, compares it with the WORM store and begins.
     *
     * @throws LogStoppedException when the two do not belong together; the message says what to do
     */
    public synchronized void start() throws IOException {
        database.open();
        try {
            RocksDatabase open = database.reader();
            new StoreCheck(open, worm, settings.publishedMark(), clock.instant().plus(settings.logRetention()))
                    .run(signer);
            Optional<PublishedCheckpoint> published = LogRecords.published(open);
            status.started(RocksLedger.size(open), RocksLedger.publishedSize(open));
            published.ifPresent(publication::advance);
        } catch (IOException | RuntimeException e) {
            callbacks.shutdown();
            closeDatabase(e);
            throw e;
        }
        metrics.register();
        writerThread.start();
        flusherThread.start();
        started = true;
        LOG.info(
                "custody log {} has {} entries, {} of them published",
                signer.verifierKey().name(),
                status.size(),
                publication.size());
    }

    private void closeDatabase(Exception cause) {
        try {
            database.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    public CustodyLog log() {
        return log;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Packs what this log publishes, once started. To be closed before this store is. */
    public Packer packer(PackStore packs) {
        return new Packer(
                log, worm, packs, PackSource.of(database, ledger), settings.retryFirst(), settings.retryLongest());
    }

    public LogHealth health() {
        return status.health(writer.waiting(), settings.unpublishedEntries());
    }

    /**
     * Sequences what waits, flushes once, and closes. What could not be flushed is flushed after the next start.
     */
    @Override
    public synchronized void close() throws IOException {
        if (!started) {
            callbacks.shutdown();
            return;
        }
        started = false;
        status.closing();
        joined(writerThread);
        joined(flusherThread);
        if (status.stopped().isEmpty()) {
            flusher.flushOnce();
        }
        publication.end(new LogStoppedException("the log is closed"));
        callbacks.shutdown();
        try {
            if (!callbacks.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("callbacks of the custody log still run at its closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        metrics.close();
        status.closed();
        database.close();
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
