package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Works out of the ledger what objects a recording has. */
final class Expectations {
    /** The store obeys a hold, a release or a longer retention some time after the log has it. */
    private static final Duration OBEYED_WITHIN = Duration.ofDays(1);

    private final Ledger ledger;
    private final WormStore worm;
    private final Duration detailRetention;
    private final InstantSource clock;

    Expectations(Ledger ledger, WormStore worm, Duration detailRetention, InstantSource clock) {
        this.ledger = ledger;
        this.worm = worm;
        this.detailRetention = detailRetention;
        this.clock = clock;
    }

    /** Empty for one that was disposed of, whose objects may be gone. */
    Optional<ExpectedRecording> of(RecordingId id) throws IOException {
        Optional<Recording> recording = ledger.find(id);
        if (recording.isEmpty() || recording.get().state() == RecordingState.DISPOSED) {
            return Optional.empty();
        }
        List<CustodyRecord> records = ledger.custody(id);
        Optional<Manifest> manifest = manifest(id, recording.get().manifestSha256());
        ExpectedObjects objects = new ExpectedObjects(recording.get(), manifest, detailRetention, isObeyed(records));
        records.forEach(objects::add);
        return Optional.of(new ExpectedRecording(
                id, recording.get().agency(), objects.all(), manifest, FindingHistory.of(records)));
    }

    /** Whether the log still wants it held. */
    boolean isHeld(RecordingId id) throws IOException {
        return ledger.find(id).filter(Recording::isHeld).isPresent();
    }

    private boolean isObeyed(List<CustodyRecord> records) {
        return records.stream()
                .map(CustodyRecord::entry)
                .filter(entry -> entry.is(CustodyEvent.HELD)
                        || entry.is(CustodyEvent.RELEASED)
                        || entry.is(CustodyEvent.RETAINED))
                .allMatch(entry -> entry.at().plus(OBEYED_WITHIN).isBefore(clock.instant()));
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
}
