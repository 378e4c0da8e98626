package org.unbroken.storage.cases;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/**
 * A recording of a case, as far as the case is compared with it.
 *
 * @param stage as labelled
 * @param start in true time, as end
 */
public record CaseFootage(
        RecordingId id,
        String stage,
        Optional<Instant> start,
        Optional<Instant> end,
        boolean fixedCamera,
        List<Explanation> explanations) {
    public CaseFootage {
        explanations = List.copyOf(explanations);
    }

    public static CaseFootage of(Recording recording, Ledger ledger) throws IOException {
        List<CustodyRecord> custody = ledger.custody(recording.id());
        return new CaseFootage(
                recording.id(),
                recording.labels().getOrDefault(Label.STAGE.wire(), ""),
                RecordedFacts.start(recording, custody),
                recording.recordedEnd().isPresent() ? RecordedFacts.end(recording, custody) : Optional.empty(),
                RecordedFacts.isFixedCamera(recording),
                Explanation.in(custody));
    }

    /** Whether its label names this step, by its word or as the regulation says it. */
    boolean shows(String step, String said) {
        Set<String> words = LabelValues.words(stage);
        return words.contains(step) || words.contains(said) || stage.equals(said);
    }
}
