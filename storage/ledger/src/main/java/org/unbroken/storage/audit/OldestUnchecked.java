package org.unbroken.storage.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Ledger;

/**
 * The recording that was not looked at for the longest time. Rounds go by ascending id, so it is one of three: the next
 * one of this round, the first one that no round has come to yet, or the first one of all.
 *
 * @param since when it was last checked or, if never, when it arrived
 */
record OldestUnchecked(RecordingId recording, Instant since, boolean everChecked) {

    /** Empty where there is no recording at all. */
    static Optional<OldestUnchecked> of(SweepPlace place, Ledger ledger) throws IOException {
        Optional<OldestUnchecked> oldest = after(place.cursor(), place, ledger);
        Optional<RecordingId> known = place.last().flatMap(AuditRound::end);
        if (known.isPresent() && place.cursor().map(known.get()::compareTo).orElse(1) > 0) {
            oldest = earlier(oldest, after(known, place, ledger));
        }
        return place.cursor().isEmpty() ? oldest : earlier(oldest, after(Optional.empty(), place, ledger));
    }

    private static Optional<OldestUnchecked> after(Optional<RecordingId> id, SweepPlace place, Ledger ledger)
            throws IOException {
        return ledger.walk(id, 1).stream().findFirst().map(next -> of(next.id(), place));
    }

    private static OldestUnchecked of(RecordingId id, SweepPlace place) {
        boolean inThisRound =
                place.cursor().filter(cursor -> id.compareTo(cursor) <= 0).isPresent();
        Optional<Instant> checked = inThisRound
                ? Optional.of(place.round().checked(id).orElse(place.round().began()))
                : place.last().flatMap(round -> round.checked(id));
        return new OldestUnchecked(id, checked.orElseGet(id::time), checked.isPresent());
    }

    private static Optional<OldestUnchecked> earlier(Optional<OldestUnchecked> one, Optional<OldestUnchecked> other) {
        return one.isPresent() && (other.isEmpty() || !other.get().since.isBefore(one.get().since)) ? one : other;
    }

    /** {@code named}: whether whoever asks may know which one it is. */
    JsonObject toJson(boolean named) {
        return JsonObject.builder()
                .putIfPresent("recording", Optional.of(recording.value()).filter(id -> named))
                .put("since", Timestamps.format(since))
                .put("ever_checked", everChecked)
                .build();
    }
}
