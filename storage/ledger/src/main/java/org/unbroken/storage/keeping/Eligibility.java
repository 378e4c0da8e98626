package org.unbroken.storage.keeping;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Whether the details of a case, a request or an explanation may go: when {@link OpenCases#filedReason} and the store's own
 * dates let them. Whether a recording may go: sealed or quarantined, past its date by the log and by every object of it, under no hold and
 * in no open case, and its agency's rulebook does not want it longer. The server's clock decides, and no camera's.
 */
public final class Eligibility {
    private final Ledger ledger;
    private final WormStore worm;
    private final OpenCases cases;
    private final KeepingRules rules;
    private final InstantSource clock;

    /** Where no agency has a rulebook. */
    public Eligibility(Ledger ledger, WormStore worm, OpenCases cases, InstantSource clock) {
        this(ledger, worm, cases, KeepingRules.NONE, clock);
    }

    public Eligibility(Ledger ledger, WormStore worm, OpenCases cases, KeepingRules rules, InstantSource clock) {
        this.ledger = ledger;
        this.worm = worm;
        this.cases = cases;
        this.rules = rules;
        this.clock = clock;
    }

    /** Why it has to stay; empty when it may go. Never names the case: an answer is kept longer than the recording. */
    public Optional<String> reasonToKeep(RecordingId id, String agency) throws IOException {
        Optional<Recording> found = ledger.find(id);
        if (found.isEmpty()) {
            Optional<String> kept = cases.filedReason(id, agency);
            return kept.isPresent() ? kept : objects(id, clock.instant());
        }
        if (!found.get().agency().equals(agency)) {
            return Optional.of("there is no such recording of this agency");
        }
        Recording recording = found.get();
        if (recording.state() == RecordingState.DISPOSED) {
            return Optional.of("was disposed of already");
        }
        if (recording.state() != RecordingState.SEALED && recording.state() != RecordingState.QUARANTINED) {
            return Optional.of("is " + recording.state().wire() + ", not sealed");
        }
        if (recording.isHeld()) {
            return Optional.of("is under legal hold");
        }
        Optional<String> kept = cases.reason(recording);
        if (kept.isPresent()) {
            return kept;
        }
        Instant now = clock.instant();
        if (recording.retainUntil().filter(now::isBefore).isPresent()) {
            return Optional.of("is to be kept until " + recording.retainUntil().get());
        }
        Optional<KeepingRules.Wanted> wanted = rules.wanted(recording);
        if (wanted.filter(KeepingRules.Wanted::open).isPresent()) {
            return Optional.of("is kept by its agency's rulebook, with no end known yet: "
                    + String.join(", ", wanted.get().classes()));
        }
        if (wanted.filter(is -> now.isBefore(is.until())).isPresent()) {
            return Optional.of(
                    "is kept by its agency's rulebook until " + wanted.get().until() + ": "
                            + String.join(", ", wanted.get().classes()));
        }
        return objects(id, now);
    }

    private Optional<String> objects(RecordingId id, Instant now) throws IOException {
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                Optional<StoredObject> stored = worm.find(key);
                if (stored.isPresent() && stored.get().held()) {
                    return Optional.of("has an object under legal hold: " + key);
                }
                if (stored.isPresent() && now.isBefore(stored.get().retainUntil())) {
                    return Optional.of("has an object that the store keeps until "
                            + stored.get().retainUntil() + ": " + key);
                }
            }
        }
        return Optional.empty();
    }
}
