package org.unbroken.transcode.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.StreamInfo;
import org.unbroken.transcode.signs.Sign;

/**
 * A stream with its clock, and what moves its own time to that of the file.
 *
 * @param shiftMicros what an edit list adds to the stream's times when the file is played
 * @param sparseSound whether the sound's format may rightly leave out silence
 * @param signs what its coding shows, in its own time; null where that could not be looked at
 */
public record StreamFacts(
        StreamInfo info,
        StreamClock clock,
        long shiftMicros,
        boolean sparseSound,
        @Nullable HiddenMedia hidden,
        @Nullable List<Sign> signs) {

    public StreamFacts {
        signs = signs == null ? null : List.copyOf(signs);
    }

    /** A stream whose coding was not looked at. */
    public StreamFacts(
            StreamInfo info, StreamClock clock, long shiftMicros, boolean sparseSound, @Nullable HiddenMedia hidden) {
        this(info, clock, shiftMicros, sparseSound, hidden, null);
    }

    long first() {
        return clock.first() + shiftMicros;
    }

    long end() {
        return clock.end() + shiftMicros;
    }
}
