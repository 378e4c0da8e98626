package org.unbroken.ingest.pipeline.describe;

import java.util.Comparator;
import java.util.List;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/**
 * What the times of a camera's recordings say of one next to those before it. Times that cannot be right accuse nobody,
 * and where a clock was set between two recordings, only what both the camera's and the corrected times show is said.
 */
final class TimeRules {
    static final String CAMERA_GAP = "camera_gap";
    static final String TAKE_GAP = "take_gap";
    static final String CAMERA_OVERLAP = "camera_overlap";
    static final String CAMERA_BACKWARD = "camera_backward";
    static final String DECLARED_SPAN = "declared_span";

    /** Longer than this nobody would call it a gap within a take. */
    private static final long SHORT_MICROS = 60_000_000;
    /** So many splits at the same length or size are a habit. */
    private static final long HABIT = 3;
    /** Offsets that are this close are one clock, read twice. */
    private static final long ONE_CLOCK_MICROS = 5_000_000;

    private static final Comparator<TakeFacts> BY_START =
            Comparator.comparingLong(TakeFacts::start).thenComparing(TakeFacts::recording);

    private final CameraFiles camera;
    private final long tolerance;

    TimeRules(CameraFiles camera, HistorySettings settings) {
        this.camera = camera;
        this.tolerance = settings.joinMicros();
    }

    void add(TakeFacts file, List<Finding> findings) {
        if (!file.timed()) {
            if (file.take().declared()) {
                findings.add(finding(
                        DECLARED_SPAN,
                        file.start() - file.end(),
                        Weight.NOTED,
                        "the camera says that it ends before it starts: its times are not compared with others'"));
            }
            return;
        }
        if (!camera.trusted(file)) {
            return;
        }
        if (file.numbered()) {
            camera.numbers()
                    .before(file)
                    .filter(previous ->
                            camera.comparable(previous, file) && !camera.twins().are(previous, file))
                    .filter(previous -> previous.start() > file.start()
                            && previous.start() - correction(previous, file) > file.start())
                    .ifPresent(previous -> findings.add(finding(
                            CAMERA_BACKWARD,
                            previous.start() - file.start(),
                            Weight.LIKELY,
                            "it starts before recording " + previous.recording() + ", whose number is lower")));
        }
        camera.all().stream()
                .filter(other -> camera.comparable(other, file) && BY_START.compare(other, file) < 0)
                .filter(other -> !camera.twins().are(other, file))
                .max(Comparator.comparingLong(TakeFacts::end)
                        .thenComparing(TakeFacts::recording, Comparator.reverseOrder()))
                .ifPresent(previous -> join(previous, file, findings));
    }

    private void join(TakeFacts previous, TakeFacts file, List<Finding> findings) {
        long correction = correction(previous, file);
        long apart = file.start() - previous.end();
        long gap = Math.min(apart, apart + correction);
        long overlap = Math.min(overlap(previous, file, 0), overlap(previous, file, correction));
        if (gap > tolerance) {
            findings.add(gap(previous, file, gap));
        } else if (overlap > tolerance) {
            findings.add(finding(
                    CAMERA_OVERLAP,
                    overlap,
                    Weight.LIKELY,
                    "it starts before recording " + previous.recording()
                            + " ends: one camera cannot record twice at once"));
        }
    }

    private Finding gap(TakeFacts previous, TakeFacts file, long gap) {
        long habit = camera.takes().splitLike(previous);
        boolean follows = previous.numbered()
                && file.numbered()
                && file.sequence() == previous.sequence() + 1
                && camera.runs().same(previous, file);
        if (follows && gap <= SHORT_MICROS && habit > 0) {
            return finding(
                    TAKE_GAP,
                    gap,
                    habit >= HABIT ? Weight.LIKELY : Weight.NOTED,
                    "recording " + previous.recording() + " is as long or as large as "
                            + (habit < HABIT ? "another" : HABIT + " others or more")
                            + " at whose end this camera went on in a next file, and"
                            + " this one has the next number; yet nothing was recorded for " + Spans.words(gap));
        }
        // Between two takes a camera is off; only within one take would this be an interruption.
        return finding(
                CAMERA_GAP,
                gap,
                Weight.NOTED,
                "nothing was recorded between the end of recording " + previous.recording() + " and this one");
    }

    /** By how much later {@code file} begins on corrected times than on the camera's; 0 where one clock made both. */
    private static long correction(TakeFacts previous, TakeFacts file) {
        if (!ClockRules.correctable(previous) || !ClockRules.correctable(file)) {
            return 0;
        }
        long between = previous.offsetMicros() - file.offsetMicros();
        return Math.abs(between) <= ONE_CLOCK_MICROS ? 0 : between;
    }

    private static long overlap(TakeFacts previous, TakeFacts file, long correction) {
        return Math.min(previous.end(), file.end() + correction)
                - Math.max(previous.start(), file.start() + correction);
    }

    private static Finding finding(String kind, long lengthMicros, Weight weight, String detail) {
        return new Finding(kind, NumberRules.STREAM, 0, Math.max(0, lengthMicros), weight, detail, "camera-time/2");
    }
}
