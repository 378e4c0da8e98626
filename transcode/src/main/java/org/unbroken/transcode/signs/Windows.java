package org.unbroken.transcode.signs;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/**
 * AAC's windows overlap, so each fits only some before it (ISO/IEC 14496-3 section 4.6.11): long is followed by long or
 * start, start by short, short by short or stop, stop by long or start.
 */
final class Windows {
    static final String RULE = "aac-window/1";
    private static final int NONE = -1;
    private static final int SHORT = 2;
    private static final int STOP = 3;
    /** An encoder that breaks the order more often than once in so many frames does not keep it. */
    private static final int RARE = 100;

    private static final int ALWAYS_TOLD = 3;

    private record Break(long at, int before, int now) {}

    private final Places<Break> breaks = new Places<>();
    private int last = NONE;
    private long frames;

    void frame(int window, long time) {
        frames++;
        if (last != NONE && window != NONE && !fits(last, window)) {
            breaks.add(new Break(time, last, window));
        }
        last = window;
    }

    private static boolean fits(int before, int now) {
        boolean afterShort = before == 1 || before == SHORT;
        return afterShort == (now == SHORT || now == STOP) && !(before == 1 && now == STOP);
    }

    void report(List<Sign> signs) {
        if (breaks.count() > ALWAYS_TOLD && breaks.count() * RARE > frames) {
            return;
        }
        for (Break each : breaks.first()) {
            signs.add(new Sign(
                    FindingKind.SOUND_BREAK,
                    each.at,
                    0,
                    Weight.LIKELY,
                    "the sound's window changes from kind " + each.before + " to kind " + each.now
                            + ", which no encoder writes in one go: frames are missing, or something was joined here",
                    RULE));
        }
    }
}
