package org.unbroken.ingest.console.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.deadline.RecordingFacts;
import org.unbroken.storage.rules.retention.RetentionFacts;

/** What the ledger knows of a recording that its deadlines depend on. */
final class RecordedFacts {
    /** The gateway's labels by the rulebook's words. The camera's own file name is no name that anybody gave. */
    private static final Map<String, String> LABELS = Map.of(
            "case", "case", "party", "party", "officer", "handler", "unit", "unit", "place", "place", "matter",
            "content");

    private RecordedFacts() {}

    static RecordingFacts of(Recording recording, List<CustodyRecord> custody) {
        Instant received = recording.receivedAt();
        RecordingFacts facts =
                RecordingFacts.recorded(recorded(recording, custody)).withStored(received);
        return facts.withLabels(labels(recording), received);
    }

    /**
     * Nobody can say yet what is a patrol's or evidence: it is kept as what is not labelled so.
     *
     * @param triggers facts for which it is kept for long
     */
    static RetentionFacts keeping(Recording recording, Rulebook book, Set<String> triggers) {
        Set<String> labels = labels(recording);
        Instant received = recording.receivedAt();
        RetentionFacts facts = (labels.containsAll(book.value(Rules.LABELS_REQUIRED))
                        ? RetentionFacts.plain(received)
                        : RetentionFacts.unlabelled(received))
                .with(triggers);
        return labels.contains("case") ? facts.inCaseKeptUntil(Optional.empty()) : facts;
    }

    private static Set<String> labels(Recording recording) {
        Set<String> labels = new HashSet<>();
        LABELS.forEach((label, word) -> {
            if (!recording.labels().getOrDefault(label, "").isBlank()) {
                labels.add(word);
            }
        });
        return labels;
    }

    /**
     * When it was made, in true time: the camera's time less what its clock was ahead at docking. A recording that was
     * made after it arrived was timed by a clock that nobody can put right, and told nothing.
     */
    private static Optional<Instant> recorded(Recording recording, List<CustodyRecord> custody) {
        long aheadMicros = custody.stream()
                .filter(record -> record.entry().event().equals(CustodyEvent.RECEIVED.wire()))
                .flatMap(record -> record.detail().stream())
                .mapToLong(detail -> {
                    try {
                        return detail.findInteger("clock_offset_us").orElse(0L);
                    } catch (JsonException notANumber) {
                        return 0;
                    }
                })
                .findFirst()
                .orElse(0);
        return recording
                .recordedEnd()
                .or(recording::recordedStart)
                .map(time -> time.minusMillis(aheadMicros / 1000))
                .filter(time -> !time.isAfter(recording.receivedAt()));
    }
}
