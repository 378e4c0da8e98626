package org.unbroken.transcode.signs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/** FFmpeg's AAC encoder writes its name into its first frame and every 256th from there. */
final class LavcBeat {
    static final String RULE = "aac-lavc-beat/1";
    private static final int BEAT = 256;

    private record Break(long at, long frames, boolean other) {}

    private final Places<Break> breaks = new Places<>();
    private String name = "";
    private long since;
    private long beats;

    void frame(@Nullable String encoder, long time) {
        since++;
        if (encoder == null) {
            return;
        }
        boolean other = beats > 0 && !encoder.equals(name);
        if ((beats > 0 && since % BEAT != 0) || other) {
            breaks.add(new Break(time, since, other));
        }
        name = encoder;
        beats++;
        since = 0;
    }

    void report(List<Sign> signs) {
        for (Break each : breaks.first()) {
            String what = each.other
                    ? "another version of FFmpeg's encoder names itself here"
                    : "FFmpeg's encoder names itself every " + BEAT + " frames, and here after " + each.frames;
            signs.add(new Sign(
                    FindingKind.SOUND_BREAK,
                    each.at,
                    0,
                    Weight.CERTAIN,
                    what + ": frames before this place are missing, or something was joined or put in there",
                    RULE));
        }
    }
}
