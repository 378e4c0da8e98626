package org.unbroken.transcode.signs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/**
 * Each encoder gives its IDR pictures ids in a rhythm of its own: always the same, 0 and 1 in turn, or one more each
 * time. The rhythm that fits a file best is taken for its encoder's; where it breaks, whole groups are missing or
 * something was joined.
 */
final class IdrRhythm {
    static final String RULE = "idr-rhythm/1";
    private static final int LEAST_GOOD = 4;
    /** Breaks that are more than a third as many as the fits show that there is no such rhythm. */
    private static final int FITS_A_BREAK = 3;

    private static final int NONE = -1;

    private enum Rhythm {
        TURNS {
            @Override
            boolean fits(int before, int now) {
                return before + now == 1;
            }
        },
        COUNTS {
            @Override
            boolean fits(int before, int now) {
                return now == before + 1 || (now == 0 && before > 1 && ((before + 1) & before) == 0);
            }
        };

        abstract boolean fits(int before, int now);
    }

    private record Step(long at, int before, int now) {}

    private final Map<Rhythm, Places<Step>> breaks = new EnumMap<>(Rhythm.class);
    private int last = NONE;
    private long steps;

    IdrRhythm() {
        for (Rhythm rhythm : Rhythm.values()) {
            breaks.put(rhythm, new Places<>());
        }
    }

    void idr(int id, long time) {
        if (last != NONE) {
            steps++;
            Step step = new Step(time, last, id);
            breaks.forEach((rhythm, broken) -> {
                if (!rhythm.fits(step.before, id)) {
                    broken.add(step);
                }
            });
        }
        last = id;
    }

    void report(List<Sign> signs) {
        for (Places<Step> broken : breaks.values()) {
            long good = steps - broken.count();
            if (good < LEAST_GOOD || broken.count() * FITS_A_BREAK > good) {
                continue;
            }
            for (Step step : broken.first()) {
                signs.add(new Sign(
                        FindingKind.MISSING_FRAMES,
                        step.at,
                        0,
                        Weight.LIKELY,
                        "the ids of whole groups of pictures break their rhythm here: " + step.now + " after "
                                + step.before + ", which " + good + " others do not; groups are missing, or something"
                                + " was joined here",
                        RULE));
            }
            return;
        }
    }
}
