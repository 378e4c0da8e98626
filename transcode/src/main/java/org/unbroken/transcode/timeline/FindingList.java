package org.unbroken.transcode.timeline;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.transcode.Editing;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Verdict;
import org.unbroken.transcode.Weight;

/** Findings as they are made, bounded in number, and the verdict that they come to. */
public final class FindingList {
    private static final int KEPT = 500;
    /** 142 years: damaged and hostile files hold absurd times, and JSON keeps numbers below 2^53. */
    private static final long MOST_MICROS = 1L << 52;

    private final List<Finding> findings = new ArrayList<>();
    private boolean interrupted;
    private boolean edited;
    private long left;

    public void add(FindingKind kind, String stream, long at, long length, Weight weight, String detail, String rule) {
        interrupted |= kind.interrupts() && weight != Weight.NOTED;
        edited |= kind.editing() && weight != Weight.NOTED;
        if (findings.size() < KEPT) {
            findings.add(new Finding(kind.word(), stream, bounded(at), bounded(length), weight, detail, rule));
        } else {
            left++;
        }
    }

    private static long bounded(long micros) {
        return Math.max(0, Math.min(MOST_MICROS, micros));
    }

    /** In order of place. The last one says how many more there were. */
    public List<Finding> findings() {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(java.util.Comparator.comparingLong(Finding::atMicros));
        if (left > 0) {
            sorted.add(new Finding(
                    "more", "file", 0, 0, Weight.NOTED, left + " further findings are not listed", "listing/1"));
        }
        return sorted;
    }

    public Verdict verdict(boolean readFarEnough) {
        if (interrupted) {
            return Verdict.INTERRUPTED;
        }
        return readFarEnough ? Verdict.CONTINUOUS : Verdict.UNDETERMINED;
    }

    public Editing editing(boolean readFarEnough) {
        if (edited) {
            return Editing.SIGNS_FOUND;
        }
        return readFarEnough ? Editing.NO_SIGN_FOUND : Editing.UNDETERMINED;
    }
}
