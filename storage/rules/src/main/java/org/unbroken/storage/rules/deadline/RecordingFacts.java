package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one recording. Moments are true ones: a camera's clock is corrected before, by what it was off at
 * docking.
 *
 * @param recorded when the recording was made (its end); empty if the camera told no time
 * @param dayEnded when the day's enforcement ended
 * @param returned when the officers were back at the unit
 * @param stored when the last byte was durable, by the server's clock; empty while it is not here
 * @param labels which labels are there
 * @param labelled when the last of those that are required came
 * @param fixedCamera whether a fixed camera made it
 * @param lateExplained whether somebody said why it came late
 */
public record RecordingFacts(
        Optional<Instant> recorded,
        Optional<Instant> dayEnded,
        Optional<Instant> returned,
        Optional<Instant> stored,
        Optional<ExceptionClaim> claim,
        Set<String> labels,
        Optional<Instant> labelled,
        boolean fixedCamera,
        CaseFacts caseFacts,
        boolean lateExplained) {
    public RecordingFacts {
        labels = Set.copyOf(labels);
    }

    public static RecordingFacts recorded(Optional<Instant> end) {
        return new RecordingFacts(
                end,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                false,
                CaseFacts.NONE,
                false);
    }

    public static RecordingFacts recorded(Instant end) {
        return recorded(Optional.of(end));
    }

    public RecordingFacts withDayEnded(Instant at) {
        return new RecordingFacts(
                recorded,
                Optional.of(at),
                returned,
                stored,
                claim,
                labels,
                labelled,
                fixedCamera,
                caseFacts,
                lateExplained);
    }

    public RecordingFacts withReturned(Instant at) {
        return new RecordingFacts(
                recorded,
                dayEnded,
                Optional.of(at),
                stored,
                claim,
                labels,
                labelled,
                fixedCamera,
                caseFacts,
                lateExplained);
    }

    public RecordingFacts withStored(Instant at) {
        return new RecordingFacts(
                recorded,
                dayEnded,
                returned,
                Optional.of(at),
                claim,
                labels,
                labelled,
                fixedCamera,
                caseFacts,
                lateExplained);
    }

    public RecordingFacts withClaim(ExceptionClaim stated) {
        return new RecordingFacts(
                recorded,
                dayEnded,
                returned,
                stored,
                Optional.of(stated),
                labels,
                labelled,
                fixedCamera,
                caseFacts,
                lateExplained);
    }

    public RecordingFacts withLabels(Set<String> present, Instant since) {
        return new RecordingFacts(
                recorded,
                dayEnded,
                returned,
                stored,
                claim,
                present,
                Optional.of(since),
                fixedCamera,
                caseFacts,
                lateExplained);
    }

    public RecordingFacts byFixedCamera() {
        return new RecordingFacts(
                recorded, dayEnded, returned, stored, claim, labels, labelled, true, caseFacts, lateExplained);
    }

    public RecordingFacts inCase(CaseFacts facts) {
        return new RecordingFacts(
                recorded, dayEnded, returned, stored, claim, labels, labelled, fixedCamera, facts, lateExplained);
    }

    /** As where somebody said why it came late, by no exception that would have given time. */
    public RecordingFacts withLateExplained() {
        return new RecordingFacts(
                recorded, dayEnded, returned, stored, claim, labels, labelled, fixedCamera, caseFacts, true);
    }
}
