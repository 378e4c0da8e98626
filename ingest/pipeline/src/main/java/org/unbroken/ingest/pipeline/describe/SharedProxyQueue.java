package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * A queue that log nodes add to and TaskManagers work off, as shared documents.
 *
 * <pre>
 * proxies/urgent/ID, proxies/later/ID     {"beat", "holder", "v": 1}
 * </pre>
 *
 * <p>Who makes a proxy is the document's holder and changes its beat. A document that has not changed for a minute, by
 * the looker's own clock, has a holder that died, and is taken over. Should both live, the proxy is made twice, and one
 * takes the place of the other.
 */
public final class SharedProxyQueue implements ProxyQueue {
    private static final String URGENT = "proxies/urgent/";
    private static final String LATER = "proxies/later/";
    private static final Duration DEAD_AFTER = Duration.ofMinutes(1);

    private final SharedDocuments documents;
    private final String holder;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(String tag, long since) {}

    /** {@code holder} tells this process from every other, also from the one that it was before a restart. */
    public SharedProxyQueue(SharedDocuments documents, String holder, LongSupplier nanoTime) {
        this.documents = documents;
        this.holder = holder;
        this.nanoTime = nanoTime;
    }

    @Override
    public void add(RecordingId id, boolean urgent) throws IOException {
        try {
            documents.create((urgent ? URGENT : LATER) + id, text("", 0));
        } catch (SharedConflictException there) {
            // Asked for before.
        }
    }

    @Override
    public List<RecordingId> urgent() throws IOException {
        return list(URGENT);
    }

    @Override
    public List<RecordingId> later() throws IOException {
        return list(LATER);
    }

    private List<RecordingId> list(String prefix) throws IOException {
        try (Stream<String> names = documents.list(prefix)) {
            return names.map(name -> new RecordingId(name.substring(prefix.length())))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public boolean take(RecordingId id) throws IOException {
        Optional<SharedDocument> urgent = documents.find(URGENT + id);
        Optional<SharedDocument> found = urgent.isPresent() ? urgent : documents.find(LATER + id);
        return found.isPresent() && take(found.get());
    }

    private boolean take(SharedDocument document) throws IOException {
        JsonObject known = JsonObject.parse(document.bytes());
        if (!known.string("holder").isEmpty() && !dead(document)) {
            return false;
        }
        return replace(document, known.integer("beat") + 1);
    }

    private boolean dead(SharedDocument document) {
        long now = nanoTime.getAsLong();
        Seen before = seen.get(document.name());
        if (before == null || !before.tag().equals(document.tag())) {
            seen.put(document.name(), new Seen(document.tag(), now));
            return false;
        }
        return now - before.since() > DEAD_AFTER.toNanos();
    }

    private boolean replace(SharedDocument document, long beat) throws IOException {
        try {
            documents.replace(document, text(holder, beat));
            seen.remove(document.name());
            return true;
        } catch (SharedConflictException faster) {
            return false;
        }
    }

    @Override
    public void hold(RecordingId id) throws IOException {
        for (String name : List.of(URGENT + id, LATER + id)) {
            Optional<SharedDocument> found = documents.find(name);
            if (found.isPresent()) {
                JsonObject known = JsonObject.parse(found.get().bytes());
                if (known.string("holder").equals(holder)) {
                    replace(found.get(), known.integer("beat") + 1);
                }
            }
        }
    }

    @Override
    public void remove(RecordingId id) throws IOException {
        documents.delete(URGENT + id);
        documents.delete(LATER + id);
        seen.remove(URGENT + id);
        seen.remove(LATER + id);
    }

    private static byte[] text(String holder, long beat) {
        return JsonObject.builder()
                .put("v", 1)
                .put("holder", holder)
                .put("beat", beat)
                .build()
                .canonical();
    }
}
