package org.unbroken.storage.custody;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.LeaderTasks;
import org.unbroken.storage.worm.WormStore;

/**
 * The database of custody log and ledger, and the threads that work on it, where one process has them to itself. Among
 * several machines it is {@link LogNode}, of the same parts.
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
    private final OpenLog open;
    private final LogWork work;
    private final RocksCustodyLog log;
    private final LogMetrics metrics;
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
        this.open = new OpenLog(settings, write, clock);
        this.metrics = new LogMetrics(registry, this::health, open.ledger());
        this.work = new LogWork(
                settings,
                open,
                worm,
                signer,
                clock,
                random,
                metrics,
                new MarkFence(settings.publishedMark()),
                open.publication()::end);
        this.log = new RocksCustodyLog(open.database(), work.writer()::append, open.publication(), signer);
    }

    /**
     * Opens the database, compares it with the WORM store and begins.
     *
     * @throws LogStoppedException when the two do not belong together; the message says what to do
     */
    public synchronized void start() throws IOException {
        open.open();
        try {
            new StoreCheck(
                            open.database().reader(),
                            worm,
                            settings.publishedMark(),
                            clock.instant().plus(settings.logRetention()))
                    .run(signer);
            LedgerRemake.whereItIsOld(open.database(), worm);
            work.recount();
            open.show();
        } catch (IOException | RuntimeException e) {
            open.abandon(e);
            throw e;
        }
        metrics.register();
        work.start();
        started = true;
        LOG.info(
                "custody log {} has {} entries, {} of them published",
                signer.verifierKey().name(),
                work.size(),
                open.publication().size());
    }

    public CustodyLog log() {
        return log;
    }

    public Ledger ledger() {
        return open.ledger();
    }

    /** Packs what this log publishes, once started. To be closed before this store is. */
    public Packer packer(PackStore packs) {
        return new Packer(
                log,
                worm,
                packs,
                PackSource.of(open.database(), open.ledger()),
                settings.retryFirst(),
                settings.retryLongest());
    }

    /** Of what disposals deleted from this database. */
    public Erasure erasure() {
        return new ErasedRows(open.database(), settings.database());
    }

    /** Sees to these and to the log's full tiles, once this store is started. To be closed before this store is. */
    public LeaderTasks tasks(LeaderTask.Source tasks) {
        return new LeaderTasks(log, TileKeeping.beside(tasks, log, worm, clock, settings));
    }

    public LogHealth health() {
        return work.health();
    }

    /**
     * Sequences what waits, flushes once, and closes. What could not be flushed is flushed after the next start.
     */
    @Override
    public synchronized void close() throws IOException {
        if (!started) {
            open.neverOpened();
            return;
        }
        started = false;
        work.finish();
        open.endAnswers();
        metrics.close();
        work.closed();
        open.close();
    }
}
