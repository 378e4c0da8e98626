package org.unbroken.ingest.pipeline.describe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/**
 * What a camera's numbering and clock say of a recording, next to the recordings before it. docs/CONTINUITY.md gives
 * each rule's reach. Each rule looks at predecessors only, so a late arrival changes what is said of one successor.
 */
final class HistoryRules {
    static final String STREAM = "camera";
    static final String MISSING_SEQUENCE = "missing_sequence";
    static final String REPEATED_SEQUENCE = "repeated_sequence";
    static final String CAMERA_GAP = "camera_gap";
    static final String CAMERA_OVERLAP = "camera_overlap";
    static final String CAMERA_BACKWARD = "camera_backward";
    static final String DECLARED_SPAN = "declared_span";
    static final String CLOCK_OFFSET = "clock_offset";

    /** Files of one take join within this; body cameras that split a recording leave less. */
    static final Duration JOIN_TOLERANCE = Duration.ofSeconds(1);
    /** A camera's clock is called off beyond this. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    private static final Comparator<Take> BY_START =
            Comparator.comparingLong(Take::startMicros).thenComparing(Take::recording);

    private HistoryRules() {}

    static List<Finding> findings(Take take, Collection<Take> history) {
        List<Finding> findings = new ArrayList<>();
        numbering(take, history, findings);
        time(take, history, findings);
        return findings;
    }

    /** The recording of which something else may have to be said now that {@code arrived} is known. */
    static List<Take> affectedBy(Take arrived, Collection<Take> history) {
        return history.stream()
                .filter(other -> !other.recording().equals(arrived.recording()))
                .filter(other -> (arrived.numbered() && other.numbered() && other.sequence() >= arrived.sequence())
                        || (arrived.timed() && other.timed() && other.startMicros() >= arrived.startMicros()))
                .toList();
    }

    private static void numbering(Take take, Collection<Take> history, List<Finding> findings) {
        if (!take.numbered()) {
            return;
        }
        history.stream()
                .filter(other -> other.numbered() && other.sequence() == take.sequence())
                .filter(other -> other.recording().compareTo(take.recording()) < 0)
                .min(Comparator.comparing(Take::recording))
                .ifPresent(earlier -> findings.add(finding(
                        REPEATED_SEQUENCE,
                        0,
                        Weight.NOTED,
                        "number " + take.sequence() + " was already used by recording " + earlier.recording(),
                        "camera-numbering/1")));
        before(take, history)
                .filter(previous -> take.sequence() - previous.sequence() > 1)
                .ifPresent(previous -> {
                    long first = previous.sequence() + 1;
                    long last = take.sequence() - 1;
                    findings.add(finding(
                            MISSING_SEQUENCE,
                            betweenMicros(previous, take),
                            Weight.LIKELY,
                            first == last
                                    ? "number " + first + " has not arrived"
                                    : "numbers " + first + " to " + last + " have not arrived",
                            "camera-numbering/1"));
                });
    }

    private static Optional<Take> before(Take take, Collection<Take> history) {
        return history.stream()
                .filter(other -> other.numbered() && other.sequence() < take.sequence())
                .max(Comparator.comparingLong(Take::sequence).thenComparing(Take::recording));
    }

    private static void time(Take take, Collection<Take> history, List<Finding> findings) {
        if (!take.timed()) {
            if (take.declared()) {
                findings.add(finding(
                        DECLARED_SPAN,
                        take.startMicros() - take.endMicros(),
                        Weight.NOTED,
                        "the camera says that it ends before it starts: its times are not compared with others'",
                        "camera-time/1"));
            }
            return;
        }
        if (take.numbered()) {
            before(take, history)
                    .filter(previous -> previous.timed() && previous.startMicros() > take.startMicros())
                    .ifPresent(previous -> findings.add(finding(
                            CAMERA_BACKWARD,
                            previous.startMicros() - take.startMicros(),
                            Weight.LIKELY,
                            "it starts before recording " + previous.recording() + ", whose number is lower",
                            "camera-time/1")));
        }
        history.stream()
                .filter(other -> other.timed() && BY_START.compare(other, take) < 0)
                .max(Comparator.comparingLong(Take::endMicros).thenComparing(Take::recording))
                .ifPresent(previous -> join(previous, take, findings));
    }

    private static void join(Take previous, Take take, List<Finding> findings) {
        long gap = take.startMicros() - previous.endMicros();
        long tolerance = JOIN_TOLERANCE.toMillis() * 1000;
        if (gap > tolerance) {
            // Between two takes a camera is off; only within one take would this be an interruption.
            findings.add(finding(
                    CAMERA_GAP,
                    gap,
                    Weight.NOTED,
                    "nothing was recorded between the end of recording " + previous.recording() + " and this one",
                    "camera-time/1"));
        } else if (gap < -tolerance) {
            long end = Math.min(previous.endMicros(), take.endMicros());
            findings.add(finding(
                    CAMERA_OVERLAP,
                    end - take.startMicros(),
                    Weight.LIKELY,
                    "it starts before recording " + previous.recording()
                            + " ends: one camera cannot record twice at once",
                    "camera-time/1"));
        }
    }

    /** What the camera's clock was off by at docking. */
    static Optional<Finding> clock(long offsetMicros) {
        if (offsetMicros == Inspected.UNKNOWN || Math.abs(offsetMicros) <= CLOCK_TOLERANCE.toMillis() * 1000) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                CLOCK_OFFSET,
                "clock",
                0,
                Math.abs(offsetMicros),
                Weight.CERTAIN,
                "at docking the camera's clock was " + Duration.ofMillis(Math.abs(offsetMicros) / 1000)
                        + (offsetMicros > 0 ? " ahead of" : " behind") + " the server's",
                "camera-clock/1"));
    }

    private static long betweenMicros(Take previous, Take take) {
        return previous.timed() && take.timed() ? Math.max(0, take.startMicros() - previous.endMicros()) : 0;
    }

    private static Finding finding(String kind, long lengthMicros, Weight weight, String detail, String rule) {
        return new Finding(kind, STREAM, 0, Math.max(0, lengthMicros), weight, detail, rule);
    }
}
