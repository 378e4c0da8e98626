package org.unbroken.storage.custody;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.LeaderTasks;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.WormStore;

/**
 * One of several processes that have the custody log and ledger, each in a database of its own. One leads: it takes facts
 * from their queue, sequences and publishes them. The others follow what is published, answer from it, and one of them
 * takes over when the leader falls silent.
 *
 * <pre>
 *                  nobody's turn, or its holder silent: compare-and-set to epoch + 1
 *            ┌──────────────────────────────────────────────────────────────▶ takes over:
 *        FOLLOWING ◀───────────────────────────────────────────┐               1 takes back what is not published
 *    polls log/writer, reads           turn lost, or it fails: │               2 follows up to the published size
 *    segments from the store           takes back what is not  │               3 adopts a segment that lies beyond
 *            │                         published               │               4 reads facts from the positions on
 *            ▼                                                 └── LEADING ◀───┘
 *         STOPPED: what is published contradicts this node's database, key or store
 * </pre>
 *
 * Two nodes may believe that they lead: one slept while its turn was taken. It finds out at its next compare-and-set,
 * before it puts a segment and before it says what is published; and should it put a segment all the same, the store
 * takes only one under its index, and whoever leads adopts the one that is there.
 */
public final class LogNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogNode.class);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final CustodySettings settings;
    private final LogNodeSettings pace;
    private final WormStore worm;
    private final NoteSigner signer;
    private final FactSources sources;
    private final InstantSource clock;
    private final SecureRandom random;
    private final OpenLog open;
    private final Follower follower;
    private final WriterWatch watch;
    private final RocksCustodyLog log;
    private final Ledger ledger;
    private final LogMetrics logMetrics;
    private final NodeMetrics metrics;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean started;
    private @Nullable PackStore packs;
    private LeaderTask.Source tasks = LeaderTask.Source.NONE;
    /** Whether the database may hold what is not published. Only the node's thread uses it. */
    private boolean ahead;

    private volatile @Nullable WriterDocument document;
    private volatile @Nullable Leadership leading;
    private volatile @Nullable LogStoppedException stopped;
    private volatile @Nullable String error;

    /** @param nodeName this node's name, of which no other node has the same */
    public LogNode(
            CustodySettings settings,
            LogNodeSettings pace,
            WormStore worm,
            NoteSigner signer,
            SharedDocuments documents,
            String nodeName,
            FactSources sources,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        this.settings = settings;
        this.pace = pace;
        this.worm = worm;
        this.signer = signer;
        this.sources = sources;
        this.clock = clock;
        this.random = random;
        this.open = new OpenLog(settings, CustodyDatabase.synced(), clock);
        this.follower = new Follower(open, worm, signer, settings.publishedMark());
        this.watch = new WriterWatch(documents, nodeName, pace.patience(), System::nanoTime, random);
        this.log = new RocksCustodyLog(open.database(), this::append, open.publication(), signer);
        this.ledger = new NodeLedger(open.ledger(), () -> leading != null);
        this.logMetrics = new LogMetrics(registry, this::health, open.ledger());
        this.metrics = new NodeMetrics(registry, this);
        this.thread = OpenLog.thread("custody-node", this::run);
    }

    /** Has this node pack what it publishes, while it leads. To be said before the start. */
    public synchronized void pack(PackStore store) {
        packs = store;
    }

    /** Of what disposals deleted from this node's database, and from the packs. */
    public Erasure erasure() {
        Erasure rows = new ErasedRows(open.database(), settings.database());
        return recordings -> {
            Optional<Packer> packer = packer();
            for (RecordingId recording : packer.isPresent() ? recordings : List.<RecordingId>of()) {
                packer.get().forget(recording);
            }
            rows.forget(recordings);
        };
    }

    /** Has this node see to these, while it leads. To be said before the start. */
    public synchronized void alsoDo(LeaderTask.Source source) {
        tasks = source;
    }

    /** Opens the database, takes back what was not published, and begins to follow. */
    public synchronized void start() throws IOException {
        open.open();
        try {
            LedgerRemake.whereItIsOld(open.database(), worm);
            follower.cutBack();
            open.show();
        } catch (IOException | RuntimeException e) {
            open.abandon(e);
            throw e;
        }
        logMetrics.register();
        metrics.register();
        started = true;
        thread.start();
    }

    /** Reads on a follower as on the one that leads. {@code append} fails with {@link NotLeadingException} elsewhere. */
    public CustodyLog log() {
        return log;
    }

    public Ledger ledger() {
        return ledger;
    }

    public LogRole role() {
        if (stopped != null) {
            return LogRole.STOPPED;
        }
        return leading != null ? LogRole.LEADING : LogRole.FOLLOWING;
    }

    /** Whose turn it was when this node last looked; empty before the first and after an orderly end. */
    public Optional<String> leader() {
        return Optional.ofNullable(document).flatMap(WriterDocument::holder);
    }

    /** As of the last look; 0 before the first turn. */
    public long epoch() {
        WriterDocument seen = document;
        return seen == null ? 0 : seen.epoch();
    }

    /** Published entries that this node has not taken over yet, as of the last look. */
    public long behind() {
        WriterDocument seen = document;
        return seen == null
                ? 0
                : Math.max(0, seen.publishedSize() - open.publication().size());
    }

    long sourceLag() {
        Leadership now = leading;
        return now == null ? 0 : now.lag();
    }

    boolean sourceFails() {
        Leadership now = leading;
        return now != null && now.sourceFails();
    }

    public LogHealth health() {
        Leadership now = leading;
        if (now != null) {
            return now.health();
        }
        LogStoppedException why = stopped;
        String trouble = error;
        LogHealth.State state = LogHealth.State.RUNNING;
        if (why != null) {
            state = LogHealth.State.STOPPED;
        } else if (isClosing()) {
            state = LogHealth.State.CLOSED;
        } else if (trouble != null) {
            state = LogHealth.State.RETRYING;
        }
        long size = open.publication().size();
        return new LogHealth(
                state, size, size, 0, Optional.empty(), Optional.ofNullable(why == null ? trouble : why.getMessage()));
    }

    private CompletableFuture<Sequenced> append(CustodyFact fact) {
        Leadership now = leading;
        return now == null
                ? CompletableFuture.failedFuture(new NotLeadingException("this log node does not lead ("
                        + leader().orElse("nobody") + " does): facts go through CustodyEvents"))
                : now.append(fact);
    }

    private void run() {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        while (!isClosing()) {
            try {
                step();
                backoff.reset();
                error = null;
            } catch (LogStoppedException e) {
                LOG.error("this log node stops: {}", e.getMessage(), e);
                stopped = e;
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("following the log fails, and is tried again: {}", e.toString());
                error = "following the log: " + e.getMessage();
                pause(backoff.next());
            }
        }
    }

    private void step() throws IOException {
        if (ahead) {
            follower.cutBack();
            ahead = false;
        }
        Optional<WriterDocument> seen = watch.look();
        document = seen.orElse(null);
        if (seen.isPresent()) {
            follower.catchUp(seen.get(), this::isClosing);
        }
        if (!isClosing() && watch.isFree()) {
            Optional<WriterTurn> turn = watch.take();
            if (turn.isPresent()) {
                lead(turn.get());
            }
        } else {
            pause(pace.poll());
        }
    }

    private void lead(WriterTurn turn) throws IOException {
        document = turn.document();
        LOG.info("taking over the log: epoch {}", turn.document().epoch());
        metrics.tookTurn();
        ahead = true;
        try (Heartbeat heartbeat = new Heartbeat(turn, pace.heartbeat(), () -> covered(turn))) {
            heartbeat.start();
            while (!isOver(turn) && leadOn(turn)) {
                LOG.warn("this node still has the turn, and goes on from what is in the store");
            }
        } finally {
            end(turn);
        }
    }

    /** Before this node leads, its database may have places from an earlier turn. */
    private SortedMap<Integer, Long> covered(WriterTurn turn) throws IOException {
        return leading == null
                ? Collections.emptySortedMap()
                : LogRecords.positions(open.database().reader(), turn.document().publishedSize());
    }

    private boolean isOver(WriterTurn turn) {
        return isClosing() || turn.lost().isPresent();
    }

    /** Whether to begin anew within the same turn. */
    private boolean leadOn(WriterTurn turn) throws IOException {
        Optional<LogWork> prepared = prepare(turn);
        if (prepared.isEmpty()) {
            return false;
        }
        Leadership now = new Leadership(
                settings, open, prepared.get(), sources, turn.document().positions());
        now.start();
        leading = now;
        error = null;
        LOG.info("leading the log from entry {} on", open.publication().size());
        Optional<Packer> packer = packer();
        packer.ifPresent(Packer::start);
        LeaderTasks tasksNow = leaderTasks();
        tasksNow.start();
        while (!isOver(turn) && now.stopped().isEmpty()) {
            document = turn.document();
            pause(GLANCE);
        }
        // What it has not packed, whoever leads next does. Should that one be at it already: packs change by
        // compare-and-set.
        packer.ifPresent(Packer::close);
        tasksNow.close();
        if (isClosing() && turn.lost().isEmpty() && now.stopped().isEmpty()) {
            now.finish();
            leading = null;
            return false;
        }
        leading = null;
        LogStoppedException why =
                turn.lost().or(now::stopped).orElseGet(() -> new LogStoppedException("the log is closed"));
        now.abandon(why);
        if (isOver(turn)) {
            LOG.warn("this node no longer leads: {}", why.getMessage());
            return false;
        }
        if (why.getCause() instanceof ObjectConflictException) {
            // A writer that had the turn before was slow to put its segment. It is the log now.
            return true;
        }
        throw new IOException(why.getMessage(), why);
    }

    /** A new one for each turn: what was packed meanwhile, it finds. */
    private synchronized Optional<Packer> packer() {
        return Optional.ofNullable(packs)
                .map(store -> new Packer(
                        log,
                        worm,
                        store,
                        PackSource.of(open.database(), open.ledger()),
                        settings.retryFirst(),
                        settings.retryLongest()));
    }

    private synchronized LeaderTasks leaderTasks() {
        return new LeaderTasks(log, TileKeeping.beside(tasks, log, worm, clock, settings));
    }

    /** Brings database, document and store together; empty when the turn ended meanwhile. */
    private Optional<LogWork> prepare(WriterTurn turn) throws IOException {
        follower.cutBack();
        Optional<SegmentIntent> unsaid = LostDocument.published(open.database().healthy(), worm, turn.document());
        if (unsaid.isPresent()) {
            LOG.error(
                    "the document {} had lost what was published; it is said again up to {}",
                    WriterDocument.NAME,
                    unsaid.get().end());
            turn.published(unsaid.get(), turn.document().positions());
        }
        if (!follower.catchUp(turn.document(), () -> isOver(turn))) {
            return Optional.empty();
        }
        RocksDatabase basis = open.database().healthy();
        Batch places = new Batch();
        LogRecords.resetPositions(
                places, turn.document().publishedSize(), turn.document().positions());
        open.database().write(basis, places);
        while (follower.adopt(turn.document().intent())) {
            LogWork adopting = work(turn);
            adopting.flushOnce();
            if (turn.lost().isPresent()) {
                return Optional.empty();
            }
            if (adopting.stopped().isPresent()) {
                throw adopting.stopped().get();
            }
            LogHealth health = adopting.health();
            if (health.backlog() > 0) {
                throw new IOException(health.lastError().orElse("the adopted segment could not be published"));
            }
        }
        follower.checkMark();
        return Optional.of(work(turn));
    }

    private LogWork work(WriterTurn turn) throws IOException {
        LogWork work = new LogWork(
                settings,
                open,
                worm,
                signer,
                clock,
                random,
                logMetrics,
                new MarkedTurn(turn, settings.publishedMark()),
                open.publication()::interrupt);
        work.recount();
        return work;
    }

    /** So that another need not wait for silence. A turn that cannot be given up is taken for lost in time. */
    private void end(WriterTurn turn) {
        leading = null;
        if (turn.lost().isPresent()) {
            return;
        }
        try {
            turn.giveUp();
        } catch (IOException e) {
            LOG.warn("the turn to write the log could not be given up: {}", e.toString());
        }
    }

    private void pause(Duration duration) {
        try {
            ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.countDown();
        }
    }

    private boolean isClosing() {
        return ended.getCount() == 0;
    }

    /** The one that leads sequences what waits, publishes once, and gives up its turn. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (!started) {
                open.neverOpened();
                return;
            }
            started = false;
            ended.countDown();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        open.endAnswers();
        metrics.close();
        logMetrics.close();
        open.close();
    }
}
