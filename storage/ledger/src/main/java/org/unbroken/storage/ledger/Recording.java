package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * A recording as the API shows it.
 *
 * @param reason why it is blocked, quarantined, or described only in part; in words an operator can act on
 * @param description {@code pending}, {@code done}, {@code partial} or {@code failed}
 * @param sha256 plain digest of the file; empty until sealed
 * @param size bytes
 * @param name the client's file name
 * @param labels as they are now, by the names of {@link Label}
 * @param position the recording's place in its camera's chain, from 1
 * @param repeatOf the earlier recording of the same camera with the same bytes
 * @param analysis the newest analysis record; its {@code continuity} and {@code metadata} are the API's
 * @param analysisSha256 that record's digest, under which it lies in the WORM store
 * @param holds legal holds that are open, oldest first
 * @param retainUntil until when it is to be kept, as far as the log tells; empty until sealed
 * @param secrecy the classes that it was put into; only who is cleared for all of them may know of it
 */
public record Recording(
        RecordingId id,
        String agency,
        String camera,
        RecordingState state,
        Optional<String> reason,
        String description,
        Optional<Sha256> sha256,
        long size,
        Optional<String> name,
        Optional<Instant> recordedStart,
        Optional<Instant> recordedEnd,
        OptionalLong sequence,
        Instant receivedAt,
        Map<String, String> labels,
        OptionalLong position,
        Optional<RecordingId> repeatOf,
        Optional<Sha256> manifestSha256,
        Optional<JsonObject> analysis,
        Optional<Sha256> analysisSha256,
        List<String> holds,
        Optional<Instant> retainUntil,
        Set<String> secrecy) {
    public Recording {
        labels = Map.copyOf(labels);
        holds = List.copyOf(holds);
        secrecy = Set.copyOf(secrecy);
    }

    /** Under legal hold, whatever its date. */
    public boolean isHeld() {
        return !holds.isEmpty();
    }

    /** The same for somebody who may not know of the one that it repeats. */
    public Recording withoutRepeat() {
        return new Recording(
                id,
                agency,
                camera,
                state,
                reason,
                description,
                sha256,
                size,
                name,
                recordedStart,
                recordedEnd,
                sequence,
                receivedAt,
                labels,
                position,
                Optional.empty(),
                manifestSha256,
                analysis,
                analysisSha256,
                holds,
                retainUntil,
                secrecy);
    }
}
