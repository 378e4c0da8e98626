package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.Sequenced;

/** The log's published {@code sealed} entries, as the describe job is fed with them. */
final class SealedFeed implements Feed<SealedRef> {
    private final PublishedLog log;
    private volatile long read;
    private final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();

    SealedFeed(PublishedLog log) {
        this.log = log;
        log.onPublished(() -> subscribers.forEach(Runnable::run));
    }

    @Override
    public Batch<SealedRef> read(long from, int max) throws IOException {
        List<Sequenced> entries = log.read(from, max);
        List<Numbered<SealedRef>> sealed = new ArrayList<>();
        for (Sequenced sequenced : entries) {
            Entry entry = sequenced.entry();
            if (entry.is(CustodyEvent.SEALED)) {
                String camera = entry.camera().map(Sha256::hex).orElse("");
                sealed.add(new Numbered<>(
                        sequenced.index(),
                        new SealedRef(
                                sequenced.index(),
                                entry.recording(),
                                camera,
                                entry.detail().hex())));
            }
        }
        long next = entries.isEmpty() ? from : entries.get(entries.size() - 1).index() + 1;
        read = next;
        return new Batch<>(sealed, next);
    }

    /** Published entries that the job has not looked at yet. */
    long unread() {
        return Math.max(0, log.publishedSize() - read);
    }

    @Override
    public List<SealedRef> due(int max) {
        return List.of();
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
