package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The segments in the store, in order, each read, parsed and hashed ahead of its turn by one of several threads. A few
 * are under way at a time, so memory stays bounded however long the log is.
 */
final class SegmentReads implements AutoCloseable {
    private static final int AHEAD_PER_THREAD = 2;

    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final Optional<DocumentReads> documents;
    private final Stream<ObjectKey> listing;
    private final Iterator<ObjectKey> keys;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Future<ReadSegment>> underWay = new ArrayDeque<>();

    /**
     * @param trusted who signs checkpoints; with none, signatures are not looked at
     * @param documents where to find what the entries refer to; no rows are made without it
     */
    SegmentReads(WormStore worm, List<VerifierKey> trusted, Optional<DocumentReads> documents, int threads)
            throws IOException {
        this.worm = worm;
        this.trusted = List.copyOf(trusted);
        this.documents = documents;
        this.listing = worm.list(StoredLog.SEGMENTS);
        this.keys = listing.iterator();
        this.ahead = AHEAD_PER_THREAD * threads;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "segments-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next segment; empty after the last. */
    Optional<ReadSegment> next() throws IOException {
        try {
            while (underWay.size() < ahead && keys.hasNext()) {
                ObjectKey key = keys.next();
                underWay.add(threads.submit(() -> read(worm, trusted, documents, key)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Future<ReadSegment> first = underWay.poll();
        return first == null ? Optional.empty() : Optional.of(outcome(first));
    }

    private static ReadSegment outcome(Future<ReadSegment> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("reading the log was interrupted");
        }
    }

    /** A single one. */
    static ReadSegment read(WormStore worm, List<VerifierKey> trusted, Optional<DocumentReads> documents, ObjectKey key)
            throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Sha256> leaves = new ArrayList<>();
        Optional<String> unreadable = Optional.empty();
        try {
            for (byte[] bytes : LogSegment.decode(worm.read(key, LogSegment.MAX_BYTES))) {
                entries.add(Entry.parse(bytes));
                leaves.add(TreeHash.leaf(bytes));
            }
        } catch (IllegalArgumentException e) {
            unreadable = Optional.of(String.valueOf(e.getMessage()));
        }
        Optional<SegmentRows> rows = documents.isPresent() && unreadable.isEmpty()
                ? Optional.of(SegmentRows.read(documents.get(), StoredLog.number(key), entries))
                : Optional.empty();
        ReadCheckpoint checkpoint = ReadCheckpoint.read(worm, StoredLog.number(key) + entries.size(), trusted);
        return new ReadSegment(key, entries, leaves, rows, checkpoint, unreadable);
    }

    /** What is under way comes to an end by itself; nobody takes it. */
    @Override
    public void close() {
        underWay.forEach(future -> future.cancel(true));
        threads.shutdown();
        listing.close();
    }
}
