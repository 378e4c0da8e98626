package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.unbroken.storage.audit.OtherBytesException;
import org.unbroken.storage.audit.Replica;
import org.unbroken.storage.audit.StoreReplica;
import org.unbroken.storage.audit.VerifiedBytes;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Brings one object to the second store.
 *
 * <pre>
 *    step                                             a crash after it leaves
 * 1  its right digests                                nothing
 * 2  the first store's bytes, each chunk compared,    nothing under the key, or all of it
 *    put under the same key, locked as long
 * 3  read there again, each chunk compared            an object that nobody has read again: the next call does
 * 4  held, where the first store holds it             one that is not held yet: likewise
 * </pre>
 *
 * So bytes that are damaged in the first store are never copied over good ones, and what the second store damaged on the
 * way is noticed while the first one still has it.
 */
final class ObjectCopy {
    /** What is past its date and not disposed of: as long as a store has to be told at least. */
    private static final Duration LEAST = Duration.ofHours(1);

    private final WormStore first;
    private final SecondStore second;
    private final Ledger ledger;
    private final Budget budget;
    private final ReplicaMetrics metrics;
    private final InstantSource clock;

    ObjectCopy(
            WormStore first,
            SecondStore second,
            Ledger ledger,
            Budget budget,
            ReplicaMetrics metrics,
            InstantSource clock) {
        this.first = first;
        this.second = second;
        this.ledger = ledger;
        this.budget = budget;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Returns once the second store has it and it was read there.
     *
     * @throws NoSuchFileException when the first store does not have it
     * @throws OtherBytesException when one of the two has other bytes than it should
     */
    void bring(ObjectKey key) throws IOException {
        // Two tasks never bring one object at once.
        synchronized (budget) {
            bringAlone(key);
        }
    }

    private void bringAlone(ObjectKey key) throws IOException {
        StoredObject here =
                first.find(key).orElseThrow(() -> new NoSuchFileException(key.value(), null, "not in the first store"));
        KnownDigests right = KnownDigests.of(key, here.size(), first, ledger, budget);
        Optional<StoredObject> there = second.store().find(key);
        if (there.isEmpty() || !isRight(key, right, there.get())) {
            second.putting().restore(key, bytes(new StoreReplica("the first store", first), key, right), until(here));
            bytes(second.reading(), key, right).readAll();
            metrics.copied(right.size());
        } else if (there.get().retainUntil().isBefore(here.retainUntil())) {
            second.store().extend(key, until(here));
        }
        if (here.held()) {
            second.store().hold(key);
        }
    }

    private boolean isRight(ObjectKey key, KnownDigests right, StoredObject there) throws IOException {
        if (there.size() != right.size()) {
            return false;
        }
        try {
            bytes(second.reading(), key, right).readAll();
            return true;
        } catch (OtherBytesException e) {
            return false;
        }
    }

    private PacedBytes bytes(Replica from, ObjectKey key, KnownDigests right) {
        return new PacedBytes(VerifiedBytes.of(from, key, right.size(), right.chunkBytes(), right.chunks()), budget);
    }

    private Instant until(StoredObject here) {
        Instant least = clock.instant().plus(LEAST);
        Instant until = here.retainUntil().isAfter(least) ? here.retainUntil() : least;
        Instant latest = second.store().latestRetention();
        return until.isBefore(latest) ? until : latest;
    }
}
