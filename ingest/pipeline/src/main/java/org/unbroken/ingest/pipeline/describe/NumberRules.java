package org.unbroken.ingest.pipeline.describe;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/** What a camera's numbering says of a recording. docs/CONTINUITY.md gives each rule's reach. */
final class NumberRules {
    static final String STREAM = "camera";
    static final String MISSING_SEQUENCE = "missing_sequence";
    static final String NUMBERING_JUMP = "numbering_jump";
    static final String NUMBERING_RESTART = "numbering_restart";

    /** So few numbers can be missing whatever the times say. */
    private static final long FEW = 16;
    /** So many recordings are made only over a long time. */
    private static final long MANY = 1_000;

    private static final long SECOND_MICROS = 1_000_000;
    private static final long MINUTE_MICROS = 60 * SECOND_MICROS;

    private final CameraFiles camera;

    NumberRules(CameraFiles camera) {
        this.camera = camera;
    }

    void add(TakeFacts file, List<Finding> findings) {
        if (!file.numbered()) {
            return;
        }
        camera.runs().restart(file).ifPresent(restart -> findings.add(restarted(file, restart)));
        before(file)
                .filter(previous -> file.sequence() - previous.sequence() > 1)
                .ifPresent(previous -> findings.add(missing(previous, file)));
    }

    /** The recording with the nearest lower number in the same run of numbers. */
    Optional<TakeFacts> before(TakeFacts file) {
        return camera.all().stream()
                .filter(other -> other.numbered() && other.sequence() < file.sequence())
                .filter(other -> camera.runs().same(other, file))
                .max(Comparator.comparingLong(TakeFacts::sequence)
                        .thenComparing(TakeFacts::recording, Comparator.reverseOrder()));
    }

    private Finding missing(TakeFacts previous, TakeFacts file) {
        long first = previous.sequence() + 1;
        long last = file.sequence() - 1;
        boolean timed = camera.comparable(previous, file);
        long between = timed ? Math.max(0, file.start() - previous.end()) : 0;
        if (jumped(last - first + 1, timed, between)) {
            return finding(
                    NUMBERING_JUMP,
                    between,
                    Weight.NOTED,
                    "the numbers go from " + previous.sequence() + " to " + file.sequence()
                            + ", further than a camera records in that time: it may count in steps or have been set anew;"
                            + " whether recordings are missing cannot be told");
        }
        return finding(
                MISSING_SEQUENCE,
                between,
                Weight.LIKELY,
                first == last
                        ? "number " + first + " has not arrived"
                        : "numbers " + first + " to " + last + " have not arrived");
    }

    private static boolean jumped(long missing, boolean timed, long between) {
        if (missing > MANY) {
            return !timed || between / MINUTE_MICROS < missing;
        }
        return missing > FEW && timed && between / SECOND_MICROS < missing;
    }

    private static Finding restarted(TakeFacts file, NumberRuns.Restart restart) {
        String from = "the numbers begin again at " + file.sequence() + " after "
                + restart.before().sequence() + " of recording "
                + restart.before().recording() + ": ";
        return finding(
                NUMBERING_RESTART,
                0,
                Weight.NOTED,
                from
                        + (restart.wrapped()
                                ? "they had come to the end of their range"
                                : "the numbering was reset, or the camera's clock set back")
                        + "; whether recordings are missing in between cannot be told");
    }

    static Finding finding(String kind, long lengthMicros, Weight weight, String detail) {
        return new Finding(kind, STREAM, 0, Math.max(0, lengthMicros), weight, detail, "camera-numbering/2");
    }
}
