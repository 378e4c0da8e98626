package org.unbroken.storage.shared;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Shared documents of one process, for tests that need no server. */
public final class MemorySharedDocuments implements SharedDocuments {
    private final Map<String, SharedDocument> documents = new ConcurrentSkipListMap<>();
    private final AtomicLong tags = new AtomicLong();

    @Override
    public void start() {}

    @Override
    public Optional<SharedDocument> find(String name) {
        return Optional.ofNullable(documents.get(SharedDocument.checkedName(name)));
    }

    @Override
    public synchronized SharedDocument create(String name, byte[] bytes) throws SharedConflictException {
        if (documents.containsKey(name)) {
            throw new SharedConflictException(name);
        }
        return set(name, bytes);
    }

    @Override
    public synchronized SharedDocument replace(SharedDocument known, byte[] bytes) throws SharedConflictException {
        SharedDocument present = documents.get(known.name());
        if (present == null || !present.tag().equals(known.tag())) {
            throw new SharedConflictException(known.name());
        }
        return set(known.name(), bytes);
    }

    private SharedDocument set(String name, byte[] bytes) {
        SharedDocument document = new SharedDocument(name, "t" + tags.incrementAndGet(), bytes);
        documents.put(name, document);
        return document;
    }

    @Override
    public synchronized void delete(String name) {
        documents.remove(SharedDocument.checkedName(name));
    }

    @Override
    public Stream<String> list(String prefix) {
        return documents.keySet().stream().filter(name -> name.startsWith(prefix)).toList().stream();
    }

    @Override
    public void close() {}
}
