package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.packs.DocumentKind;
import org.unbroken.storage.packs.Pack;
import org.unbroken.storage.packs.PackBuilder;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Makes each published segment's pack, some time after its publication, which never waits for it, and takes disposed
 * recordings' documents out of the packs they are in. One thread, which walks the log.
 *
 * <pre>
 *    step, a segment at a time                  a crash after it leaves                   and the next start
 * 1  the segment's pack, if it has none         a pack                                    finds it
 * 2  each recording that it tells was disposed  some packs without its documents          does the segment again
 *    of: out of all its packs
 * 3  the note: this far (not at every segment)  all                                       goes on there
 * </pre>
 *
 * Each start also looks for segments that have no pack, wherever they are, and makes it: after a crash, and after packs
 * were lost or taken away.
 */
public final class Packer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Packer.class);
    /** Segments that are looked through again after a crash, at most. */
    private static final int NOTED_EVERY = 64;

    private final PublishedLog log;
    private final WormStore worm;
    private final PackStore packs;
    private final PackSource source;
    private final Backoff backoff;
    private final SegmentSearch search;
    private final Thread thread = new Thread(this::run, "packer");
    /** At most a few permits: something was published since the last walk. */
    private final Semaphore news = new Semaphore(1);

    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile long walked = -1;
    private volatile @Nullable String lastError;
    private boolean filled;
    private long noted = -1;
    private long next;

    Packer(
            PublishedLog log,
            WormStore worm,
            PackStore packs,
            PackSource source,
            Duration retryFirst,
            Duration retryLongest) {
        this.log = log;
        this.worm = worm;
        this.packs = packs;
        this.source = source;
        this.backoff = new Backoff(retryFirst, retryLongest);
        this.search = new SegmentSearch(worm);
        thread.setDaemon(true);
    }

    public void start() {
        log.onPublished(news::release);
        thread.start();
    }

    /** Why the last try failed, while none has succeeded since. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    /** Whether every segment published so far has been packed. */
    public boolean isCaughtUp() {
        return walked >= log.publishedSize();
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosed()) {
                Duration pause = Duration.ZERO;
                try {
                    news.drainPermits();
                    round();
                    lastError = null;
                    backoff.reset();
                } catch (IOException | RuntimeException e) {
                    lastError = String.valueOf(e.getMessage());
                    LOG.warn("packs could not be written, and are tried again: {}", e.toString());
                    pause = backoff.next();
                    news.release();
                }
                if (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    news.acquire();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One walk, up to what is published now. */
    private void round() throws IOException {
        long published = log.publishedSize();
        if (noted < 0) {
            next = Math.min(packs.forgottenUpTo(), published);
            noted = next;
        }
        if (!filled) {
            fill(next);
            filled = true;
        }
        int since = 0;
        while (next < published && !isClosed()) {
            List<Entry> entries = entries(next);
            boolean disposals = take(next, entries);
            next += entries.size();
            if (disposals || ++since == NOTED_EVERY) {
                note();
                since = 0;
            }
        }
        if (next > noted) {
            note();
        }
        walked = next;
    }

    private void note() throws IOException {
        packs.forgottenUpTo(next);
        noted = next;
    }

    /** The packs that are missing before this place. */
    private void fill(long before) throws IOException {
        Set<Long> present;
        try (Stream<Long> firsts = packs.list()) {
            present = firsts.collect(Collectors.toCollection(HashSet::new));
        }
        try (Stream<ObjectKey> keys = worm.list(StoredLog.SEGMENTS)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext() && !isClosed(); ) {
                long first = StoredLog.number(each.next());
                if (first >= before) {
                    return;
                }
                if (!present.contains(first)) {
                    make(first, entries(first));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<Entry> entries(long first) throws IOException {
        try {
            return LogSegment.decode(worm.read(ObjectKey.segment(first), LogSegment.MAX_BYTES)).stream()
                    .map(Entry::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(ObjectKey.segment(first) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether a disposal was among them. */
    private boolean take(long first, List<Entry> entries) throws IOException {
        if (packs.find(first).isEmpty()) {
            make(first, entries);
        }
        boolean disposals = false;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).is(CustodyEvent.DISPOSED)) {
                disposals = true;
                forget(new RecordingId(entries.get(i).recording()), first + i);
            }
        }
        return disposals;
    }

    private synchronized void make(long first, List<Entry> entries) throws IOException {
        PackBuilder pack = new PackBuilder();
        Map<RecordingId, Boolean> disposed = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            RecordingId id = new RecordingId(entry.recording());
            Boolean known = disposed.get(id);
            if (known == null) {
                known = source.isDisposed(id);
                disposed.put(id, known);
            }
            // Why it was disposed of stays, as it does in the ledger.
            if (!known || entry.is(CustodyEvent.DISPOSED)) {
                add(pack, first, i, id, entry);
            }
        }
        packs.create(first, pack.encode());
    }

    private void add(PackBuilder pack, long first, int place, RecordingId id, Entry entry) throws IOException {
        source.detail(first + place).ifPresent(detail -> pack.add(place, DocumentKind.DETAIL, detail));
        if (entry.is(CustodyEvent.SEALED) && entry.manifest().isPresent() && !source.wasReceived(id)) {
            document(ObjectKey.manifest(id), entry.manifest().get())
                    .ifPresent(manifest -> pack.add(place, DocumentKind.MANIFEST, manifest));
        }
        if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            Sha256 digest = entry.analysis().get();
            document(ObjectKey.analysis(id, digest), digest)
                    .ifPresent(analysis -> pack.add(place, DocumentKind.ANALYSIS, analysis));
        }
    }

    /** Empty where the store has no such document: what is wrong there is the audit's to tell. */
    private Optional<byte[]> document(ObjectKey key, Sha256 digest) throws IOException {
        try {
            byte[] bytes = worm.read(key, LedgerDocuments.MAX_BYTES);
            return Sha256.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes all that a recording's entries refer to out of the packs. Durable when this returns. Disposals that are in the
     * log are carried out by themselves; a caller who must know that it is done calls this.
     */
    public void forget(RecordingId recording) throws IOException {
        forget(recording, Long.MAX_VALUE);
    }

    /** @param before what the disposal's own detail says of why stays, as it does in the ledger */
    private synchronized void forget(RecordingId recording, long before) throws IOException {
        Map<Long, Set<Integer>> places = new HashMap<>();
        for (long index : source.entries(recording)) {
            OptionalLong first = index < before ? search.floor(index) : OptionalLong.empty();
            if (first.isPresent()) {
                places.computeIfAbsent(first.getAsLong(), segment -> new HashSet<>())
                        .add(Math.toIntExact(index - first.getAsLong()));
            }
        }
        for (Map.Entry<Long, Set<Integer>> segment : places.entrySet()) {
            forget(segment.getKey(), segment.getValue());
        }
    }

    private void forget(long first, Set<Integer> places) throws IOException {
        try {
            packs.rewrite(
                    first, pack -> Pack.decode(pack).without(places::contains).orElse(pack));
        } catch (IllegalArgumentException e) {
            // Nobody can say what is in it: it goes, and the next start makes it anew.
            LOG.warn("pack {} cannot be read, and is taken away: {}", first, e.getMessage());
            packs.delete(first);
        }
    }

    /** What is under way is finished; the rest is done after the next start. */
    @Override
    public void close() {
        closing.countDown();
        news.release();
        if (!thread.isAlive() || Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
