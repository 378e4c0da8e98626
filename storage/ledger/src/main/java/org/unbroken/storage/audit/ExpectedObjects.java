package org.unbroken.storage.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

/** The objects that one recording's entries name, in their order. */
final class ExpectedObjects {
    /**
     * An entry's time is the caller's, the lock of its detail counts from when the log's writer put it, and a document's
     * date is one of two that are seconds to hours apart. A lock that somebody shortened to be rid of an object early is
     * shorter by more.
     */
    private static final Duration SLACK = Duration.ofDays(1);

    private final RecordingId id;
    private final Recording recording;
    private final Optional<Manifest> manifest;
    private final Duration detailRetention;
    private final boolean obeyed;
    private final Map<ObjectKey, ExpectedObject> objects = new LinkedHashMap<>();

    /** @param obeyed whether the store had the time to do what the log says of holds and retention */
    ExpectedObjects(Recording recording, Optional<Manifest> manifest, Duration detailRetention, boolean obeyed) {
        this.id = recording.id();
        this.recording = recording;
        this.manifest = manifest;
        this.detailRetention = detailRetention;
        this.obeyed = obeyed;
    }

    List<ExpectedObject> all() {
        return List.copyOf(objects.values());
    }

    void add(CustodyRecord record) {
        Entry entry = record.entry();
        Optional<Instant> lock = Optional.of(documentLock(entry.at()));
        OptionalLong detailSize = record.detail().isPresent()
                ? OptionalLong.of(record.detail().get().canonical().length)
                : OptionalLong.empty();
        Optional<Sha256> detail = Optional.of(entry.detail());
        put(ObjectKey.detail(id, entry.detail()), "the detail of entry " + record.index(), detail, detailSize, lock);
        if (entry.is(CustodyEvent.SEALED) || entry.is(CustodyEvent.QUARANTINED)) {
            sealed(entry);
        }
        if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            ObjectKey key = ObjectKey.analysis(id, entry.analysis().get());
            put(key, "the analysis of entry " + record.index(), entry.analysis(), OptionalLong.empty(), lock);
        }
    }

    private void sealed(Entry entry) {
        OptionalLong manifestSize =
                manifest.map(known -> OptionalLong.of(known.bytes().length)).orElseGet(OptionalLong::empty);
        if (entry.manifest().isPresent()) {
            put(ObjectKey.manifest(id), "the manifest", entry.manifest(), manifestSize, originalLock());
        }
        OptionalLong size = entry.is(CustodyEvent.SEALED)
                ? OptionalLong.of(manifest.map(Manifest::size).orElse(recording.size()))
                : OptionalLong.empty();
        put(ObjectKey.original(id), "the footage", Optional.empty(), size, originalLock());
    }

    private void put(ObjectKey key, String what, Optional<Sha256> digest, OptionalLong size, Optional<Instant> lock) {
        boolean held = obeyed && recording.isHeld();
        objects.put(key, new ExpectedObject(key, what, digest, size, lock.map(ExpectedObjects::keepable), held));
    }

    /** The first date, which the manifest has, or a later one, which the log has. */
    private Optional<Instant> originalLock() {
        Optional<Instant> first = manifest.map(Manifest::retentionUntil);
        Optional<Instant> later = recording.retainUntil().filter(until -> obeyed);
        return first.isEmpty() || later.filter(first.get()::isBefore).isPresent() ? later : first;
    }

    private Instant documentLock(Instant at) {
        Instant floor = at.plus(detailRetention);
        return manifest.map(Manifest::retentionUntil)
                .filter(floor::isAfter)
                .orElse(floor)
                .minus(SLACK);
    }

    /** Stores keep no later dates than this, and whole seconds. */
    private static Instant keepable(Instant date) {
        Instant last = LocalWormStore.LAST_DATE;
        return date.isBefore(last) ? Instant.ofEpochSecond(date.getEpochSecond()) : last;
    }
}
