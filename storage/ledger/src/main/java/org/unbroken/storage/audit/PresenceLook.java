package org.unbroken.storage.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Is everything there, of its size, and locked as long as was recorded? And is there something that the log does not tell
 * of? Reads no bytes but the manifest's.
 */
final class PresenceLook implements RecordingLook {
    /** An entry may be on its way while its detail is there already. */
    private static final Duration SECOND_LOOK = Duration.ofMinutes(5);

    private static final int MOST_SUSPECTS = 10_000;

    private final WormStore worm;
    private final Expectations expectations;
    private final AuditFindings findings;
    private final Pacing objects;
    private final InstantSource clock;
    /** Recordings with objects that the log did not tell of at the first look. */
    private final Set<RecordingId> suspects = new LinkedHashSet<>();

    PresenceLook(
            WormStore worm, Expectations expectations, AuditFindings findings, Pacing objects, InstantSource clock) {
        this.worm = worm;
        this.expectations = expectations;
        this.findings = findings;
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public Looked at(ExpectedRecording recording, Progress progress) throws IOException, InterruptedException {
        for (ExpectedObject object : recording.objects()) {
            objects.take(1);
            look(recording, object);
        }
        untracked(recording);
        return new Looked(recording.objects().size(), 0);
    }

    @Override
    public long bytesOf(Ledger.Walked recording) {
        return 0;
    }

    private void look(ExpectedRecording recording, ExpectedObject object) throws IOException, InterruptedException {
        Optional<StoredObject> stored = worm.find(object.key());
        if (stored.isEmpty()) {
            findings.found(
                    recording,
                    object,
                    Aspect.PRESENCE,
                    List.of(),
                    object.what() + " is not in the store",
                    () -> worm.find(object.key()).isPresent());
            return;
        }
        findings.good(recording, object, Aspect.PRESENCE);
        if (hasSize(object, stored.get())) {
            findings.good(recording, object, Aspect.SIZE);
        } else {
            findings.found(
                    recording,
                    object,
                    Aspect.SIZE,
                    List.of(),
                    object.what() + " has " + stored.get().size() + " bytes, and "
                            + object.size().orElseThrow() + " were recorded",
                    () -> worm.find(object.key())
                            .filter(now -> hasSize(object, now))
                            .isPresent());
        }
        if (isLocked(object, stored.get())) {
            findings.good(recording, object, Aspect.LOCK);
        } else {
            findings.found(
                    recording,
                    object,
                    Aspect.LOCK,
                    List.of(),
                    object.what() + " is locked until " + stored.get().retainUntil() + ", and was to be until "
                            + object.lockedUntil().orElseThrow(),
                    () -> worm.find(object.key())
                            .filter(now -> isLocked(object, now))
                            .isPresent());
        }
        if (object.held()) {
            hold(recording, object, stored.get());
        } else {
            findings.good(recording, object, Aspect.HOLD); // Released, if it was one.
        }
    }

    private void hold(ExpectedRecording recording, ExpectedObject object, StoredObject stored)
            throws IOException, InterruptedException {
        if (stored.held()) {
            findings.good(recording, object, Aspect.HOLD);
        } else if (expectations.isHeld(recording.id())) { // Not released this moment.
            findings.found(
                    recording,
                    object,
                    Aspect.HOLD,
                    List.of(),
                    object.what() + " is not under legal hold, and the log says that the recording is",
                    () -> worm.find(object.key()).filter(StoredObject::held).isPresent());
        }
    }

    private static boolean hasSize(ExpectedObject object, StoredObject stored) {
        return object.size().isEmpty() || object.size().getAsLong() == stored.size();
    }

    /** What has run out need not be locked any more. */
    private boolean isLocked(ExpectedObject object, StoredObject stored) {
        Instant now = clock.instant();
        return object.lockedUntil()
                .filter(until -> until.isAfter(now) && stored.retainUntil().isBefore(until))
                .isEmpty();
    }

    private void untracked(ExpectedRecording recording) throws IOException, InterruptedException {
        if (suspects.size() < MOST_SUSPECTS && !strange(recording).isEmpty()) {
            suspects.add(recording.id());
        }
    }

    /** A second look at all that seemed strange: what is still not in the log by now, is not on its way there. */
    @Override
    public void over() throws IOException, InterruptedException {
        if (suspects.isEmpty()) {
            return;
        }
        objects.pause(SECOND_LOOK.toNanos());
        for (RecordingId id : suspects) {
            Optional<ExpectedRecording> recording = expectations.of(id);
            if (recording.isPresent()) {
                for (ObjectKey key : strange(recording.get())) {
                    findings.untracked(
                            key.value(),
                            Optional.of(id),
                            Optional.of(recording.get().agency()));
                }
            }
        }
        suspects.clear();
    }

    private Set<ObjectKey> strange(ExpectedRecording recording) throws IOException, InterruptedException {
        objects.take(1);
        Set<ObjectKey> strange = new HashSet<>();
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(recording.id()))) {
            keys.forEach(strange::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Set<ObjectKey> tracked = tracked(recording);
        tracked.forEach(findings::tracked);
        strange.removeAll(tracked);
        return strange;
    }

    /** Of what is landed, original and manifest are put before the log tells of them. */
    private static Set<ObjectKey> tracked(ExpectedRecording recording) {
        Set<ObjectKey> tracked = new HashSet<>();
        recording.objects().forEach(object -> tracked.add(object.key()));
        tracked.add(ObjectKey.original(recording.id()));
        tracked.add(ObjectKey.manifest(recording.id()));
        return tracked;
    }
}
