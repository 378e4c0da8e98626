package org.unbroken.transcode.worker;

import java.util.HashMap;
import java.util.Map;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.timeline.Packet;

/**
 * One clock for picture and sound of a proxy. It starts at the file's first moment and keeps the file's holes, so that
 * a finding's place is also its place in the proxy. Only a clock that jumps back, or ahead by hours, is bent to go on:
 * players cannot follow it.
 */
final class ProxyClock {
    private static final long BACK_MICROS = 1_000_000;
    private static final long AHEAD_MICROS = 6L * 3600 * 1_000_000;

    private long offset;
    private final Map<Integer, Long> lastOfStream = new HashMap<>();
    private long shown;

    private ProxyClock(long start) {
        this.offset = -start;
    }

    static ProxyClock of(Input input) {
        return new ProxyClock(input.startMicros());
    }

    /** The proxy's time for a frame of this stream at this time of the file. */
    long at(int stream, long micros) {
        if (micros == Packet.NONE) {
            return Packet.NONE;
        }
        long mapped = micros + offset;
        long last = lastOfStream.getOrDefault(stream, Packet.NONE);
        if (last != Packet.NONE && (mapped < last - BACK_MICROS || mapped > last + AHEAD_MICROS)) {
            offset += last - mapped;
            mapped = last;
        }
        lastOfStream.put(stream, Math.max(last, mapped));
        return mapped;
    }

    void shownUntil(long micros) {
        shown = Math.max(shown, micros);
    }

    long shownMicros() {
        return shown;
    }
}
