package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The one thread that carries appended entries into the WORM store and then publishes them.
 *
 * <pre>
 *    step                                                a crash after it leaves       and the next start
 * 1  intent: range and signed checkpoint, on record      the intent                    does 2 to 7 for that range
 * 2  the fence: it is our turn                           the intent there too          the same
 * 3  each detail into the WORM store                     some or all details           puts the same again
 * 4  the segment into the WORM store                     entries of no known tree      puts the same again
 * 5  the checkpoint into the WORM store                  a checkpoint nobody was told  puts the same again
 * 6  the fence: this far                                 a mark that the store bears   does 2 to 7 for that range
 *                                                        out
 * 7  published size, checkpoint, ledger rows, on record  all                           knows it as published
 * 8  waiting callers and listeners are told              all                           has no callers to tell
 * </pre>
 *
 * The fence of a log with one process is the mark, a file beside the key that is there whole or not at all; that of a log
 * node is the shared document that says whose turn it is (see {@link WriterTurn}). There "the next start" is whoever
 * leads next: it has no intent on record here, and finds the segment of step 4 in the store or not at all.
 *
 * <p>Steps 1 and 7 are one synced database write each. Step 6 comes after step 5, so that a mark ahead of the store always
 * means that the store lost something; before step 7, so that no checkpoint was ever shown that the mark does not cover.
 * Nobody learns of a checkpoint before step 7, and each of its entries is durable in the WORM store since step 4. The
 * objects of steps 3 to 5 follow from the intent and from entries that
 * never change, so that doing them again puts equal bytes. If the store refuses because it holds other bytes, this
 * database is not the one that wrote there: then nothing is ever published from it.
 */
final class LogFlusher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFlusher.class);

    private final CustodySettings settings;
    private final CustodyDatabase database;
    private final WormStore worm;
    private final NoteSigner signer;
    private final InstantSource clock;
    private final RocksLedger ledger;
    private final LogStatus status;
    private final Publication publication;
    private final LogMetrics metrics;
    private final PublicationFence fence;
    private final Consumer<LogStoppedException> ending;

    LogFlusher(
            CustodySettings settings,
            CustodyDatabase database,
            WormStore worm,
            NoteSigner signer,
            InstantSource clock,
            RocksLedger ledger,
            LogStatus status,
            Publication publication,
            LogMetrics metrics,
            PublicationFence fence,
            Consumer<LogStoppedException> ending) {
        this.settings = settings;
        this.database = database;
        this.worm = worm;
        this.signer = signer;
        this.clock = clock;
        this.ledger = ledger;
        this.status = status;
        this.publication = publication;
        this.metrics = metrics;
        this.fence = fence;
        this.ending = ending;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        AtomicLong number = new AtomicLong();
        ExecutorService details = Executors.newFixedThreadPool(settings.detailWriters(), task -> {
            Thread thread = new Thread(task, "custody-details-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        try {
            // Where so many keep the writer waiting, they are not waited with.
            long enough = Math.min(settings.segmentEntries(), settings.unpublishedEntries());
            while (!status.isEnding()) {
                status.awaitUnpublished(settings.flushInterval(), enough);
                if (!flushSegments(details, backoff, enough) && !status.isEnding()) {
                    status.pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the log's flusher ended", e);
            status.stop(new LogStoppedException("the log's flusher ended: " + e, e));
        } finally {
            details.shutdown();
            status.stopped().ifPresent(ending);
        }
    }

    /**
     * Publishes a segment, and further ones while there are so many entries: the rest waits for company, or a log that
     * is always appended to would become as many objects as there can be.
     *
     * @return false when something failed and is to be tried again
     */
    private boolean flushSegments(ExecutorService details, Backoff backoff, long atLeast) {
        try {
            while (status.stopped().isEmpty() && flush(details)) {
                backoff.reset();
                if (!status.hasUnpublished(atLeast) && !status.isHurried()) {
                    break;
                }
            }
            return true;
        } catch (ObjectConflictException e) {
            conflict(e);
            return false;
        } catch (LogStoppedException e) {
            LOG.error("the log's flusher stops: {}", e.getMessage());
            status.stop(e);
            return false;
        } catch (IOException | RuntimeException e) {
            LOG.error("the log could not be flushed, and is tried again: {}", e.toString());
            status.flushFailed("flushing the log: " + e.getMessage());
            return false;
        }
    }

    /** One try at publishing all that there is: at closing, and when another's segment is adopted. */
    void flushOnce() {
        ExecutorService details = Executors.newFixedThreadPool(settings.detailWriters());
        try {
            flushSegments(details, new Backoff(settings.retryFirst(), settings.retryLongest()), 1);
        } finally {
            details.shutdown();
        }
    }

    private void conflict(ObjectConflictException e) {
        String message = "the WORM store holds another log than this database: " + e.getMessage()
                + ". The database was restored from an old copy, or a second writer is at work."
                + " Nothing more is published. Stop the other writer, then run rebuild.";
        LOG.error(message);
        status.stop(new LogStoppedException(message, e));
    }

    /** Publishes one segment; false when there is nothing to publish. */
    private boolean flush(ExecutorService details) throws IOException {
        long started = System.nanoTime();
        RocksDatabase basis = database.healthy();
        catchUp(basis);
        Optional<SegmentIntent> intent = intent(basis);
        if (intent.isEmpty()) {
            return false;
        }
        fence.intend(intent.get());
        List<Entry> entries = putDetails(basis, intent.get(), details);
        put(basis, intent.get());
        fence.published(intent.get(), LogRecords.positions(basis, intent.get().end()));
        publish(intent.get(), entries);
        metrics.publishedAfter(System.nanoTime() - started);
        return true;
    }

    /** The last step 7 may have failed and be there all the same: the database knows. */
    private void catchUp(RocksDatabase basis) throws IOException {
        Optional<PublishedCheckpoint> stored = LogRecords.published(basis);
        if (stored.isPresent() && stored.get().size() > publication.size()) {
            status.published(stored.get().size());
            publication.advance(stored.get());
        }
    }

    private Optional<SegmentIntent> intent(RocksDatabase basis) throws IOException {
        Optional<SegmentIntent> recorded = LogRecords.intent(basis);
        if (recorded.isPresent()) {
            return recorded;
        }
        long first = RocksLedger.publishedSize(basis);
        long size = RocksLedger.size(basis);
        if (first == size) {
            return Optional.empty();
        }
        SegmentIntent intent = intend(basis, first, segmentEnd(basis, first, size));
        Batch batch = new Batch();
        LogRecords.putIntent(batch, intent);
        database.write(basis, batch);
        return Optional.of(intent);
    }

    /** Signed before its entries are stored, and shown to nobody until they are. */
    private SegmentIntent intend(RocksDatabase basis, long first, long end) throws IOException {
        Sha256 root = TreeProofs.root(end, LogRecords.tiles(basis));
        Checkpoint checkpoint = new Checkpoint(signer.verifierKey().name(), end, root);
        return new SegmentIntent(first, end, SignedNote.sign(checkpoint.text(), signer));
    }

    private long segmentEnd(RocksDatabase basis, long first, long size) throws IOException {
        long end = first;
        long bytes = 0;
        while (end < size && end - first < settings.segmentEntries()) {
            bytes += Short.BYTES + LogRecords.entry(basis, end).length;
            if (end > first && bytes > settings.segmentBytes()) {
                break;
            }
            end++;
        }
        return end;
    }

    private List<Entry> putDetails(RocksDatabase basis, SegmentIntent intent, ExecutorService details)
            throws IOException {
        DetailRetention retention = new DetailRetention(basis, settings, clock.instant());
        List<Entry> entries = new ArrayList<>();
        List<CompletableFuture<Void>> puts = new ArrayList<>();
        for (long index = intent.first(); index < intent.end(); index++) {
            Entry entry = Entry.parse(LogRecords.entry(basis, index));
            entries.add(entry);
            Optional<byte[]> detail = LogRecords.detail(basis, index);
            if (detail.isPresent()) {
                Instant until = retention.of(entry);
                puts.add(CompletableFuture.runAsync(() -> putDetail(entry, detail.get(), until), details));
            }
        }
        try {
            CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw failed.getCause();
            }
            throw e;
        }
        return entries;
    }

    private void putDetail(Entry entry, byte[] detail, Instant until) {
        try {
            worm.put(ObjectKey.detail(new RecordingId(entry.recording()), entry.detail()), detail, until);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(RocksDatabase basis, SegmentIntent intent) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (long index = intent.first(); index < intent.end(); index++) {
            bytes.add(LogRecords.entry(basis, index));
        }
        Instant until = clock.instant().plus(settings.logRetention());
        worm.put(ObjectKey.segment(intent.first()), LogSegment.encode(bytes), until);
        worm.put(ObjectKey.checkpoint(intent.end()), intent.checkpoint().encode(), until);
    }

    private void publish(SegmentIntent intent, List<Entry> entries) throws IOException {
        PublishedCheckpoint checkpoint = PublishedCheckpoint.of(intent.checkpoint());
        ledger.changing().lock();
        try {
            RocksDatabase basis = database.healthy();
            Batch batch = new Batch();
            LogRecords.putPublished(batch, checkpoint);
            LogRecords.putSegmentDone(batch, intent);
            LogRecords.forgetPositionsBefore(basis, batch, intent.end());
            LedgerChanges changes = new LedgerChanges(basis, batch);
            long index = intent.first();
            for (Entry entry : entries) {
                changes.apply(LedgerDocuments.read(worm, changes, index, entry, LogRecords.detail(basis, index)));
                index++;
            }
            changes.finish();
            database.write(basis, batch);
        } finally {
            ledger.changing().unlock();
        }
        status.published(checkpoint.size());
        publication.advance(checkpoint);
    }
}
