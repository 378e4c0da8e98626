package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The published log as read from far: how long it is, from the shared document {@code log/writer}; its entries, from the
 * segments in the WORM store. It has no database and writes nothing, so any number of processes may follow.
 *
 * <p>Nothing is ever passed over: a segment that cannot be read is an {@link IOException} from {@link #read}, and the
 * same call reads it once the store is back. Until the document has been read for the first time the log looks empty.
 *
 * <p>That entries are those that the checkpoint was signed for is not worked out here, which would take the whole log;
 * the audit does that.
 */
public final class FollowedLog implements PublishedLog, AutoCloseable {
    public static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

    private final SharedDocuments documents;
    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final Duration interval;
    private final SegmentSearch search;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread poller = new Thread(this::poll, "followed-log");
    private final Object pause = new Object();
    /** The segment that was read last. Guarded by this. */
    private @Nullable Segment current;

    private volatile Published published = new Published(0, 0);
    private volatile @Nullable String lastError;
    private volatile boolean closed;

    private record Published(long size, long segment) {}

    private record Segment(long first, List<byte[]> entries) {
        long end() {
            return first + entries.size();
        }

        boolean holds(long index) {
            return index >= first && index < end();
        }
    }

    /**
     * Follows the log that these two hold; both stay the caller's to close.
     *
     * @param trusted the log's keys: a length that none of them signed is not believed. With none, it is
     */
    public FollowedLog(SharedDocuments documents, WormStore worm, List<VerifierKey> trusted, Duration interval) {
        this.documents = documents;
        this.worm = worm;
        this.trusted = List.copyOf(trusted);
        this.interval = interval;
        this.search = new SegmentSearch(worm);
        poller.setDaemon(true);
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("a poll interval of " + interval);
        }
    }

    /** Begins to look at the document. */
    public void start() {
        poller.start();
    }

    @Override
    public long publishedSize() {
        return published.size();
    }

    /** Why the document could not be read at the last try, while none has succeeded since. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    @Override
    public void onPublished(Runnable callback) {
        listeners.add(callback);
    }

    @Override
    public synchronized List<Sequenced> read(long fromIndex, int max) throws IOException {
        if (fromIndex < 0 || max < 0) {
            throw new IllegalArgumentException("cannot read " + max + " entries from index " + fromIndex);
        }
        Published known = published;
        long end = Math.min(known.size(), fromIndex + max);
        List<Sequenced> entries = new ArrayList<>();
        for (long index = fromIndex; index < end; index++) {
            Segment segment = segmentOf(index, known);
            byte[] bytes = segment.entries().get((int) (index - segment.first()));
            try {
                entries.add(new Sequenced(index, Entry.parse(bytes), false));
            } catch (IllegalArgumentException e) {
                throw new IOException("entry " + index + " in the store cannot be read: " + e.getMessage(), e);
            }
        }
        return entries;
    }

    private Segment segmentOf(long index, Published known) throws IOException {
        Segment last = current;
        if (last != null && last.holds(index)) {
            return last;
        }
        Segment found = segment(last != null && last.end() == index ? index : first(index, known));
        if (!found.holds(index)) {
            throw new IOException("entry " + index + " is published, and " + ObjectKey.segment(found.first())
                    + " ends before it, at " + found.end());
        }
        current = found;
        return found;
    }

    private long first(long index, Published known) throws IOException {
        if (index >= known.segment()) {
            return known.segment();
        }
        OptionalLong floor = search.floor(index);
        return floor.orElseThrow(() -> new IOException("entry " + index + " is published, and no segment has it"));
    }

    private Segment segment(long first) throws IOException {
        ObjectKey key = ObjectKey.segment(first);
        try {
            return new Segment(first, LogSegment.decode(worm.read(key, LogSegment.MAX_BYTES)));
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void poll() {
        while (!closed) {
            try {
                look();
                lastError = null;
            } catch (IOException | RuntimeException e) {
                String error = String.valueOf(e.getMessage());
                if (!error.equals(lastError)) {
                    LOG.warn("how far the log is published could not be read, and is tried again: {}", error);
                }
                lastError = error;
            }
            rest();
        }
    }

    private void look() throws IOException {
        Optional<SharedDocument> found = documents.find(WriterDocument.NAME);
        if (found.isEmpty()) {
            if (published.size() > 0) {
                throw new IOException("the shared document " + WriterDocument.NAME + " is gone");
            }
            return; // no writer has begun yet
        }
        WriterDocument document = WriterDocument.parse(found.get().bytes());
        Optional<SignedNote> note = document.published();
        if (note.isPresent()
                && !trusted.isEmpty()
                && note.get().verifiedBy(trusted).isEmpty()) {
            throw new IOException("what " + WriterDocument.NAME + " says is published is not signed by the log's key");
        }
        long size = document.publishedSize();
        long before = published.size();
        if (size < before) {
            throw new IOException(
                    WriterDocument.NAME + " says that " + size + " entries are published; they were " + before);
        }
        if (size > before) {
            published = new Published(size, document.segment().orElseThrow());
            listeners.forEach(FollowedLog::tell);
        }
    }

    /** One listener's failure must not keep the others from hearing. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of the published log failed", e);
        }
    }

    private void rest() {
        long until = System.nanoTime() + interval.toNanos();
        synchronized (pause) {
            try {
                for (long left = interval.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
                    pause.wait(Math.max(1, left / 1_000_000));
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** Ends the looking; what was read stays readable. */
    @Override
    public void close() {
        synchronized (pause) {
            closed = true;
            pause.notifyAll();
        }
        if (poller.isAlive() && Thread.currentThread() != poller) {
            boolean interrupted = false;
            try {
                poller.join(interval.toMillis() + 10_000);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
