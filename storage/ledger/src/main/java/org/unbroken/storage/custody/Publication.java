package org.unbroken.storage.custody;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The newest published checkpoint as this process knows it, and who waits for the next. */
final class Publication {
    private final Executor callbacks;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** Guarded by itself, like the two below. */
    private final NavigableMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();

    private @Nullable Throwable ended;
    private volatile @Nullable PublishedCheckpoint newest;

    Publication(Executor callbacks) {
        this.callbacks = callbacks;
    }

    Optional<PublishedCheckpoint> newest() {
        return Optional.ofNullable(newest);
    }

    long size() {
        PublishedCheckpoint checkpoint = newest;
        return checkpoint == null ? 0 : checkpoint.size();
    }

    CompletableFuture<Void> at(long index) {
        synchronized (waiting) {
            if (index < size()) {
                return CompletableFuture.completedFuture(null);
            }
            if (ended != null) {
                return CompletableFuture.failedFuture(ended);
            }
            CompletableFuture<Void> future = new CompletableFuture<>();
            waiting.computeIfAbsent(index, i -> new ArrayList<>()).add(future);
            return future;
        }
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Called once the checkpoint is in the WORM store and on record here. */
    void advance(PublishedCheckpoint checkpoint) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (waiting) {
            newest = checkpoint;
            NavigableMap<Long, List<CompletableFuture<Void>>> covered = waiting.headMap(checkpoint.size(), false);
            covered.values().forEach(due::addAll);
            covered.clear();
        }
        callbacks.execute(() -> {
            due.forEach(future -> future.complete(null));
            listeners.forEach(Runnable::run);
        });
    }

    /** What is waited for will not be published as it was; who asks from now on may wait for what comes instead. */
    void interrupt(Throwable why) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (waiting) {
            waiting.values().forEach(due::addAll);
            waiting.clear();
        }
        callbacks.execute(() -> due.forEach(future -> future.completeExceptionally(why)));
    }

    /** Nothing more will be published. */
    void end(Throwable why) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (waiting) {
            if (ended == null) {
                ended = why;
            }
            waiting.values().forEach(due::addAll);
            waiting.clear();
        }
        callbacks.execute(() -> due.forEach(future -> future.completeExceptionally(why)));
    }
}
