package org.unbroken.transcode.timeline;

import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.StreamInfo;

/**
 * A stream with its clock, and what moves its own time to that of the file.
 *
 * @param shiftMicros what an edit list adds to the stream's times when the file is played
 * @param sparseSound whether the sound's format may rightly leave out silence
 */
public record StreamFacts(
        StreamInfo info, StreamClock clock, long shiftMicros, boolean sparseSound, @Nullable HiddenMedia hidden) {

    long first() {
        return clock.first() + shiftMicros;
    }

    long end() {
        return clock.end() + shiftMicros;
    }
}
