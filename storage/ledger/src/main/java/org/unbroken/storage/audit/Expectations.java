package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Works out of the ledger, entry by entry, what objects a recording has. */
final class Expectations {
    /**
     * An entry's time is the caller's, the lock of its detail counts from when the log's writer put it, and a document's
     * date is one of two that are seconds to hours apart. A lock that somebody shortened to be rid of an object early is
     * shorter by more.
     */
    private static final Duration SLACK = Duration.ofDays(1);

    private final Ledger ledger;
    private final WormStore worm;
    private final Duration detailRetention;

    Expectations(Ledger ledger, WormStore worm, Duration detailRetention) {
        this.ledger = ledger;
        this.worm = worm;
        this.detailRetention = detailRetention;
    }

    /** Empty for one that was disposed of, whose objects may be gone. */
    Optional<ExpectedRecording> of(RecordingId id) throws IOException {
        Optional<Recording> recording = ledger.find(id);
        if (recording.isEmpty() || recording.get().state() == RecordingState.DISPOSED) {
            return Optional.empty();
        }
        List<CustodyRecord> records = ledger.custody(id);
        Optional<Manifest> manifest = manifest(id, recording.get().manifestSha256());
        Map<ObjectKey, ExpectedObject> objects = new LinkedHashMap<>();
        for (CustodyRecord record : records) {
            add(objects, id, record, manifest, recording.get().size());
        }
        return Optional.of(new ExpectedRecording(
                id, recording.get().agency(), new ArrayList<>(objects.values()), manifest, FindingHistory.of(records)));
    }

    private Optional<Manifest> manifest(RecordingId id, Optional<Sha256> digest) throws IOException {
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = worm.read(ObjectKey.manifest(id), Manifest.MAX_BYTES);
            return Sha256.of(bytes).equals(digest.get()) ? Optional.of(Manifest.parse(bytes)) : Optional.empty();
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty(); // The checks say so.
        }
    }

    private void add(
            Map<ObjectKey, ExpectedObject> objects,
            RecordingId id,
            CustodyRecord record,
            Optional<Manifest> manifest,
            long size) {
        Entry entry = record.entry();
        Optional<Instant> lock = Optional.of(documentLock(entry.at(), manifest));
        OptionalLong detailSize = record.detail().isPresent()
                ? OptionalLong.of(record.detail().get().canonical().length)
                : OptionalLong.empty();
        put(
                objects,
                ObjectKey.detail(id, entry.detail()),
                "the detail of entry " + record.index(),
                Optional.of(entry.detail()),
                detailSize,
                lock);
        if (entry.is(CustodyEvent.SEALED) || entry.is(CustodyEvent.QUARANTINED)) {
            Optional<Instant> until = manifest.map(Manifest::retentionUntil);
            entry.manifest()
                    .ifPresent(digest -> put(
                            objects,
                            ObjectKey.manifest(id),
                            "the manifest",
                            Optional.of(digest),
                            manifest.map(known -> OptionalLong.of(known.bytes().length))
                                    .orElseGet(OptionalLong::empty),
                            until));
            OptionalLong sealedSize = entry.is(CustodyEvent.SEALED)
                    ? OptionalLong.of(manifest.map(Manifest::size).orElse(size))
                    : OptionalLong.empty();
            put(objects, ObjectKey.original(id), "the footage", Optional.empty(), sealedSize, until);
        }
        if (entry.is(CustodyEvent.INSPECTED)) {
            entry.analysis()
                    .ifPresent(digest -> put(
                            objects,
                            ObjectKey.analysis(id, digest),
                            "the analysis of entry " + record.index(),
                            Optional.of(digest),
                            OptionalLong.empty(),
                            lock));
        }
    }

    private static void put(
            Map<ObjectKey, ExpectedObject> objects,
            ObjectKey key,
            String what,
            Optional<Sha256> digest,
            OptionalLong size,
            Optional<Instant> lock) {
        objects.put(key, new ExpectedObject(key, what, digest, size, lock.map(Expectations::keepable)));
    }

    private Instant documentLock(Instant at, Optional<Manifest> manifest) {
        Instant floor = at.plus(detailRetention);
        Instant until =
                manifest.map(Manifest::retentionUntil).filter(floor::isAfter).orElse(floor);
        return until.minus(SLACK);
    }

    /** Stores keep no later dates than this, and whole seconds. */
    private static Instant keepable(Instant date) {
        Instant last = LocalWormStore.LAST_DATE;
        return date.isBefore(last) ? Instant.ofEpochSecond(date.getEpochSecond()) : last;
    }
}
