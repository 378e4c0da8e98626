package org.unbroken.transcode.signs;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;
import org.unbroken.transcode.codec.ClockTime;

/** A clock inside the stream, against the times of the pictures that carry it. */
final class SeiClock {
    static final String RULE = "sei-clock/1";
    private static final long TOLERANCE_MICROS = 1_500_000;
    private static final long DAY_MICROS = 86_400_000_000L;

    private record Jump(long at, long micros) {}

    private final Places<Jump> jumps = new Places<>();
    private boolean begun;
    private long offset;

    void tells(ClockTime clock, long time) {
        long now = clock.micros() - time;
        if (begun) {
            long jump = now - offset;
            if (clock.ofDay()) {
                jump = Math.floorMod(jump + DAY_MICROS / 2, DAY_MICROS) - DAY_MICROS / 2;
            }
            if (Math.abs(jump) > TOLERANCE_MICROS) {
                jumps.add(new Jump(time, jump));
                offset = now;
            }
            return;
        }
        begun = true;
        offset = now;
    }

    void report(List<Sign> signs) {
        for (Jump jump : jumps.first()) {
            long seconds = Math.abs(jump.micros) / 1_000_000;
            signs.add(new Sign(
                    FindingKind.CLOCK_STEP,
                    jump.at,
                    0,
                    Weight.LIKELY,
                    "the clock that the encoder wrote beside the pictures jumps " + (jump.micros > 0 ? "ahead" : "back")
                            + " by " + seconds + " s here, while the file's times go on: time is missing, something was"
                            + " joined, or the clock was set",
                    RULE));
        }
    }
}
