package org.unbroken.ingest.pipeline.describe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/** The same recording handed in twice: with the same bytes, or under the same number or span with others. */
final class Twins {
    static final String REPEATED_UPLOAD = "repeated_upload";
    static final String REUPLOADED_OTHER_BYTES = "reuploaded_other_bytes";
    static final String REPEATED_SEQUENCE = "repeated_sequence";

    private final Collection<TakeFacts> all;
    private final NumberRuns runs;
    private final BiPredicate<TakeFacts, TakeFacts> comparable;
    private final long tolerance;

    /** {@code comparable}: whether the times of two recordings may be held against each other. */
    Twins(
            Collection<TakeFacts> all,
            NumberRuns runs,
            BiPredicate<TakeFacts, TakeFacts> comparable,
            HistorySettings settings) {
        this.all = all;
        this.runs = runs;
        this.comparable = comparable;
        this.tolerance = settings.joinMicros();
    }

    /** Whether one stands in the other's place: then neither is held against the other by time. */
    boolean are(TakeFacts one, TakeFacts other) {
        return one.sameBytes(other) || reuploaded(one, other);
    }

    Optional<Finding> finding(TakeFacts file) {
        return earlier(file, TakeFacts::sameBytes)
                .map(first -> NumberRules.finding(
                        REPEATED_UPLOAD,
                        0,
                        Weight.NOTED,
                        "the same bytes were handed in before, as recording " + first.recording()))
                .or(() -> earlier(file, this::reuploaded)
                        .map(first -> NumberRules.finding(
                                REUPLOADED_OTHER_BYTES,
                                0,
                                Weight.LIKELY,
                                (sameNumber(file, first) ? "number " + file.sequence() : "the same span of time")
                                        + " was handed in before with other bytes, as recording " + first.recording())))
                .or(() -> earlier(file, this::sameNumber)
                        .map(first -> NumberRules.finding(
                                REPEATED_SEQUENCE,
                                0,
                                Weight.NOTED,
                                "number " + file.sequence() + " was already used by recording " + first.recording())));
    }

    private Optional<TakeFacts> earlier(TakeFacts file, BiPredicate<TakeFacts, TakeFacts> relation) {
        return all.stream()
                .filter(other -> other.recording().compareTo(file.recording()) < 0)
                .filter(other -> relation.test(file, other))
                .min(Comparator.comparing(TakeFacts::recording));
    }

    private boolean reuploaded(TakeFacts one, TakeFacts other) {
        if (!one.otherBytes(other)) {
            return false;
        }
        if (!comparable.test(one, other)) {
            return sameNumber(one, other) && !(one.timed() && other.timed());
        }
        long shared = Math.min(one.end(), other.end()) - Math.max(one.start(), other.start());
        boolean sameSpan = shared > tolerance
                && Math.abs(one.start() - other.start()) <= tolerance
                && Math.abs(one.end() - other.end()) <= tolerance;
        return sameSpan || (sameNumber(one, other) && shared > tolerance);
    }

    private boolean sameNumber(TakeFacts one, TakeFacts other) {
        return one.numbered() && other.numbered() && one.sequence() == other.sequence() && runs.same(one, other);
    }
}
