package org.unbroken.transcode.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Continuity;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.Weight;

/**
 * Applies every rule to one file.
 *
 * @param missing in words, what the file announces and does not hold; null when it holds all
 * @param durationMicros from the first picture or sound to the last; null where no packet has a time
 * @param originMicros the first moment shown, in the file's own clock: what findings count from
 */
public record Timeline(
        Continuity continuity, @Nullable String missing, @Nullable Long durationMicros, long originMicros) {
    private static final String FILE = "file";
    private static final long DURATION_SLACK_MICROS = 1_000_000;

    /** Applies the rules; the list may hold findings already, made by readers of the container itself. */
    public static Timeline of(List<StreamFacts> all, Reading reading, FindingList findings) {
        List<StreamFacts> media = all.stream()
                .filter(stream -> stream.info().kind() != StreamKind.DATA)
                .toList();
        List<StreamFacts> timed =
                media.stream().filter(stream -> stream.clock().timed()).toList();
        long origin = timed.stream().mapToLong(Timeline::firstShown).min().orElse(0);
        long end = timed.stream().mapToLong(StreamFacts::end).max().orElse(0);
        HoleRule.apply(timed, origin, findings);
        OrderRule.apply(timed, origin, findings);
        HiddenRule.apply(timed, origin, findings);
        EndsRule.apply(timed, origin, findings);
        SignRule.apply(media, origin, findings);
        if (reading.keepsTimes()) {
            StepRule.apply(timed, origin, findings);
        }
        @Nullable String missing = CountRule.apply(media, origin, reading, findings);
        @Nullable String trouble = reading.trouble();
        if (trouble != null) {
            if (missing == null) {
                findings.add(FindingKind.TRUNCATED, FILE, end - origin, 0, Weight.CERTAIN, trouble, "reading/1");
            }
            missing = missing == null ? trouble : missing + "; " + trouble;
        }
        if (reading.raggedEnd() != null) {
            findings.add(
                    FindingKind.RAGGED_END, FILE, end - origin, 0, Weight.NOTED, reading.raggedEnd(), "ragged-end/1");
        }
        if (!reading.keepsTimes() && !timed.isEmpty()) {
            findings.add(
                    FindingKind.UNTIMED,
                    FILE,
                    0,
                    0,
                    Weight.NOTED,
                    "this format counts frames and keeps no times: frames that were never written leave no hole",
                    "untimed/1");
        }
        long longest = all.stream()
                .filter(stream -> stream.clock().timed())
                .mapToLong(StreamFacts::end)
                .max()
                .orElse(0);
        if (!timed.isEmpty() && missing == null) {
            compareDurations(reading, longest - origin, findings);
        }
        @Nullable Long duration = null;
        if (!timed.isEmpty()) {
            long shown = timed.stream()
                    .mapToLong(stream -> lastShown(stream, origin))
                    .max()
                    .orElse(0);
            duration = Math.max(0, shown);
        }
        boolean farEnough = !timed.isEmpty() && missing == null;
        return new Timeline(
                new Continuity(
                        findings.verdict(farEnough),
                        findings.editing(farEnough && SignRule.applies(media)),
                        findings.findings()),
                missing,
                duration,
                origin);
    }

    /** Where an edit list hides the beginning, times count from what is shown, as a player's do. */
    private static long firstShown(StreamFacts stream) {
        return stream.hidden() == null ? stream.first() : Math.max(0, stream.first());
    }

    private static long lastShown(StreamFacts stream, long origin) {
        long recorded = stream.end() - origin;
        @Nullable HiddenMedia hidden = stream.hidden();
        return hidden == null || hidden.shownMicros() == 0 ? recorded : Math.min(recorded, hidden.shownMicros());
    }

    private static void compareDurations(Reading reading, long duration, FindingList findings) {
        @Nullable Long declared = reading.declaredMicros();
        if (declared == null) {
            return;
        }
        long difference = Math.abs(declared - duration);
        if (difference > Math.max(DURATION_SLACK_MICROS, declared / 20)) {
            findings.add(
                    FindingKind.DURATION_MISMATCH,
                    FILE,
                    0,
                    difference,
                    Weight.NOTED,
                    Words.seconds(declared) + " are announced and " + Words.seconds(duration) + " are there",
                    "duration/1");
        }
    }
}
