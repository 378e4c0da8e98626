package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.audit.OtherBytesException;
import org.unbroken.storage.audit.Replica;
import org.unbroken.storage.audit.StoreReplica;
import org.unbroken.storage.audit.VerifiedBytes;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
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
 * 4  held and kept as the ledger has it now           one that is not held yet: likewise
 * </pre>
 *
 * What is there already is only read. If it differs, nothing is put in its place, whoever is right: the copy is what there
 * is should the first store be what rotted, and a person has to look. What the second store damaged on the way is noticed
 * while the first one still has it.
 *
 * <p>All of it, and {@link CopyErasure}, under one monitor: so that a disposal comes before an object is brought, which then
 * is left out, or after it, and erases it.
 */
final class ObjectCopy {
    /** What is past its date and not disposed of: as long as a store has to be told at least. */
    private static final Duration LEAST = Duration.ofHours(1);

    private final WormStore first;
    private final SecondStore second;
    private final Ledger ledger;
    private final RightLogObjects right;
    private final CopyErasure erasure;
    private final Budget budget;
    private final ReplicaMetrics metrics;
    private final InstantSource clock;

    ObjectCopy(
            WormStore first,
            SecondStore second,
            Ledger ledger,
            RightLogObjects right,
            CopyErasure erasure,
            Budget budget,
            ReplicaMetrics metrics,
            InstantSource clock) {
        this.first = first;
        this.second = second;
        this.ledger = ledger;
        this.right = right;
        this.erasure = erasure;
        this.budget = budget;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Returns once the second store has it and it was read there, or where it is to be nowhere any more.
     *
     * @throws NoSuchFileException when the first store does not have it
     * @throws OtherBytesException when one of the two has other bytes than it should
     */
    void bring(ObjectKey key) throws IOException {
        // Two tasks never bring one object at once.
        synchronized (budget) {
            if (!erasure.isToGo(key)) {
                bringAlone(key);
            }
        }
    }

    private void bringAlone(ObjectKey key) throws IOException {
        Optional<StoredObject> there = second.store().find(key);
        if (there.isPresent()) {
            // First of all, and whatever becomes of the rest: should it be the last copy, it is kept.
            keep(key, there.get());
        }
        StoredObject here =
                first.find(key).orElseThrow(() -> new NoSuchFileException(key.value(), null, "not in the first store"));
        KnownDigests known = KnownDigests.of(key, here.size(), first, ledger, right, budget);
        if (there.isPresent()) {
            compare(key, known, there.get());
            if (there.get().retainUntil().isBefore(here.retainUntil())) {
                second.store().extend(key, until(here.retainUntil()));
            }
        } else {
            StoredObject put = second.putting()
                    .restore(key, bytes(new StoreReplica("the first store", first), key, known), until(latest(here)));
            bytes(second.reading(), key, known).readAll();
            metrics.copied(known.size());
            keep(key, put);
        }
        if (here.held() && recording(key).isEmpty()) {
            second.store().hold(key);
        }
    }

    private void compare(ObjectKey key, KnownDigests known, StoredObject there) throws IOException {
        try {
            if (there.size() == known.size()) {
                bytes(second.reading(), key, known).readAll();
                return;
            }
        } catch (OtherBytesException e) {
            throw differing(key, known, String.valueOf(e.getMessage()));
        }
        String sizes = there.size() + " bytes there, and " + known.size() + " here";
        if (isRight(key, known.sized(there.size()))) {
            throw new OtherBytesException(
                    "the first store has other bytes under " + key + " than the log names (" + sizes
                            + ", and those in " + second.name()
                            + " are right). Nothing is changed: leave them there, and have the"
                            + " first store's restored from them");
        }
        throw differing(key, known, sizes);
    }

    private boolean isRight(ObjectKey key, Optional<KnownDigests> sized) throws IOException {
        if (sized.isEmpty()) {
            return false;
        }
        try {
            bytes(second.reading(), key, sized.get()).readAll();
            return true;
        } catch (OtherBytesException wrong) {
            return false;
        }
    }

    private OtherBytesException differing(ObjectKey key, KnownDigests known, String how) {
        return new OtherBytesException(
                known.isNamed()
                        ? second.name() + " has other bytes under " + key + " than the log names (" + how
                                + "). Nothing is put in their place: move them aside there, and it is brought anew"
                        : "the two stores differ under " + key + " (" + how + "), and the log does not tell which is"
                                + " right. Nothing is changed: look at both");
    }

    /** As the ledger has it: the first store may be behind it, or have lost it. */
    private void keep(ObjectKey key, StoredObject there) throws IOException {
        Optional<Recording> recording = recording(key);
        if (recording.isPresent()
                && (recording.get().isHeld() != there.held()
                        || recording
                                .get()
                                .retainUntil()
                                .filter(there.retainUntil()::isBefore)
                                .isPresent())) {
            keep(key, recording.get());
        }
    }

    /** Sees to it that an object that is there is held, should its recording be. */
    void holdAsLedgerSays(ObjectKey key) throws IOException {
        synchronized (budget) {
            Optional<StoredObject> there = second.store().find(key);
            if (there.isPresent()) {
                keep(key, there.get());
            }
        }
    }

    /** Has an object that is there held, and locked as long, as its recording is; also where it seems to be so already. */
    void obey(ObjectKey key) throws IOException {
        // Else whoever brings it could place a hold that was just ended.
        synchronized (budget) {
            Optional<Recording> recording = recording(key);
            if (recording.isPresent() && !erasure.isToGo(key)) {
                keep(key, recording.get());
            }
        }
    }

    private void keep(ObjectKey key, Recording recording) throws IOException {
        if (recording.isHeld()) {
            second.store().hold(key);
        } else {
            second.store().release(key);
        }
        if (recording.retainUntil().isPresent()) {
            second.store().extend(key, until(recording.retainUntil().get()));
        }
    }

    private Optional<Recording> recording(ObjectKey key) throws IOException {
        Optional<RecordingId> id = CopyErasure.recordingOf(key);
        return id.isEmpty() ? Optional.empty() : ledger.find(id.get());
    }

    private PacedBytes bytes(Replica from, ObjectKey key, KnownDigests known) {
        return new PacedBytes(VerifiedBytes.of(from, key, known.size(), known.chunkBytes(), known.chunks()), budget);
    }

    private Instant latest(StoredObject here) {
        Instant least = clock.instant().plus(LEAST);
        return here.retainUntil().isAfter(least) ? here.retainUntil() : least;
    }

    private Instant until(Instant wanted) {
        Instant latest = second.store().latestRetention();
        return wanted.isBefore(latest) ? wanted : latest;
    }
}
