package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/**
 * Recordings whose times contradict the camera's own numbering by more than a day. In the order of their numbers, the
 * longest chain in which time does not jump back is believed; what does not fit into it had another clock. Of two equally
 * long chains the one that ends at lower numbers is believed: a clock loses its time in the course of recording.
 */
final class ClockJumps {
    /** A day covers summer time and travel; smaller steps back are {@link TimeRules}' to tell. */
    static final long TOLERANCE_MICROS = ClockRules.DAY_MICROS;

    private static final Comparator<TakeFacts> BY_NUMBER = Comparator.comparingLong(TakeFacts::sequence)
            .thenComparingLong(TakeFacts::start)
            .thenComparing(TakeFacts::recording);

    private ClockJumps() {}

    /** {@code run}: numbered and timed recordings of one run of numbers. Answers findings by recording. */
    static Map<String, Finding> among(List<TakeFacts> run) {
        List<TakeFacts> files = new ArrayList<>(run);
        files.sort(BY_NUMBER);
        boolean[] believed = longestChain(files);
        Map<String, Finding> faults = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (!believed[i]) {
                faults.put(files.get(i).recording(), finding(files, believed, i));
            }
        }
        return faults;
    }

    private static boolean[] longestChain(List<TakeFacts> files) {
        int count = files.size();
        boolean[] chain = new boolean[count];
        if (inOrder(files)) {
            Arrays.fill(chain, true);
            return chain;
        }
        int[] length = new int[count];
        int[] before = new int[count];
        int best = 0;
        for (int i = 0; i < count; i++) {
            length[i] = 1;
            before[i] = -1;
            for (int j = 0; j < i; j++) {
                if (length[j] >= length[i] && fits(files.get(j), files.get(i))) {
                    length[i] = length[j] + 1;
                    before[i] = j;
                }
            }
            if (length[i] > length[best]) {
                best = i;
            }
        }
        for (int i = best; i >= 0; i = before[i]) {
            chain[i] = true;
        }
        return chain;
    }

    private static boolean inOrder(List<TakeFacts> files) {
        for (int i = 1; i < files.size(); i++) {
            if (!fits(files.get(i - 1), files.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Told by the camera's times, or by the corrected ones: a clock that was set at docking has not lost its time. */
    private static boolean fits(TakeFacts before, TakeFacts after) {
        long raw = after.start() - before.start();
        return raw >= -TOLERANCE_MICROS
                || (before.hasOffset()
                        && after.hasOffset()
                        && raw - after.offsetMicros() + before.offsetMicros() >= -TOLERANCE_MICROS);
    }

    private static Finding finding(List<TakeFacts> files, boolean[] believed, int index) {
        TakeFacts file = files.get(index);
        for (int i = index - 1; i >= 0; i--) {
            TakeFacts lower = files.get(i);
            if (believed[i] && !fits(lower, file)) {
                long back = lower.start() - file.start();
                return ClockRules.finding(
                        ClockRules.CLOCK_RESET,
                        back,
                        Weight.LIKELY,
                        "it starts " + Spans.words(back) + " before recording " + lower.recording()
                                + ", whose number is lower: the camera's clock was set back or lost its time, and its times"
                                + " are not compared with others'");
            }
        }
        return ClockRules.finding(
                ClockRules.CLOCK_RESET,
                0,
                Weight.LIKELY,
                "recordings with higher numbers start more than a day before it: the camera's clock was ahead, and its"
                        + " times are not compared with others'");
    }
}
