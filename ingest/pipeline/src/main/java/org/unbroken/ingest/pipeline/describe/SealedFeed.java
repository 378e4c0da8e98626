package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.Sequenced;

/**
 * The log's published {@code sealed} entries, as the describe job is fed with them; and once more those that the log
 * does not say of, for too long, that they were inspected.
 *
 * <p>A job that goes on from a checkpoint looks back for such entries first, as far as {@link #LOOKED_BACK}: what was
 * awaited lives in memory only.
 */
final class SealedFeed implements Feed<SealedRef> {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFeed.class);
    /** Entries: some eleven hours of a site's busiest days (210,000 events a day). */
    private static final long LOOKED_BACK = 100_000;
    /** Entries that are looked back at in one go, between two looks at what is new. */
    private static final int GO = 512;

    private final PublishedLog log;
    private final AwaitedInspections awaited;
    private volatile long read;
    private final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();
    /** Where this process began to read, and how far it has looked at what lies before. Guarded by this. */
    private long began = -1;

    private long lookingBack;

    /**
     * @param patience how long after its sealing a recording's {@code inspected} entry is awaited
     */
    SealedFeed(PublishedLog log, Duration patience, InstantSource clock) {
        this.log = log;
        this.awaited = new AwaitedInspections(patience, clock);
        log.onPublished(() -> subscribers.forEach(Runnable::run));
    }

    @Override
    public synchronized Batch<SealedRef> read(long from, int max) throws IOException {
        if (began < 0) {
            began = from;
            lookingBack = Math.max(0, from - LOOKED_BACK);
            awaited.lookingBack(lookingBack < began);
        }
        List<Sequenced> entries = log.read(from, max);
        List<Numbered<SealedRef>> sealed = new ArrayList<>();
        for (Sequenced sequenced : entries) {
            look(sequenced).ifPresent(ref -> sealed.add(new Numbered<>(sequenced.index(), ref)));
        }
        long next = entries.isEmpty() ? from : entries.get(entries.size() - 1).index() + 1;
        read = next;
        return new Batch<>(sealed, next);
    }

    /** What an entry means to the job: something to inspect, or that something was. */
    private Optional<SealedRef> look(Sequenced sequenced) {
        Entry entry = sequenced.entry();
        if (!entry.is(CustodyEvent.SEALED)) {
            awaited.saw(sequenced);
            return Optional.empty();
        }
        SealedRef ref = new SealedRef(
                sequenced.index(),
                entry.recording(),
                entry.camera().map(Sha256::hex).orElse(""),
                entry.detail().hex());
        awaited.saw(sequenced, ref);
        return Optional.of(ref);
    }

    /** Published entries that the job has not looked at yet. */
    long unread() {
        return Math.max(0, log.publishedSize() - read);
    }

    @Override
    public synchronized List<SealedRef> due(int max) {
        if (lookingBack < began) {
            lookBack();
            return List.of();
        }
        return awaited.due(max);
    }

    private void lookBack() {
        int go = (int) Math.min(GO, began - lookingBack);
        try {
            List<Sequenced> entries = log.read(lookingBack, go);
            entries.forEach(this::look);
            // The log looks empty until it has been read for the first time.
            lookingBack += entries.size();
        } catch (IOException e) {
            // An old segment that is damaged is the audit's to tell of; new recordings must not wait for it.
            LOG.warn(
                    "whether recordings of the log's entries {} to {} were inspected is not known: {}",
                    lookingBack,
                    lookingBack + go,
                    e.toString());
            lookingBack += go;
        }
        awaited.lookingBack(lookingBack < began);
    }

    @Override
    public void subscribe(Runnable callback) {
        subscribers.add(callback);
    }

    @Override
    public void unsubscribe(Runnable callback) {
        subscribers.remove(callback);
    }
}
