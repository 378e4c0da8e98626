package org.unbroken.transcode.timeline;

/** A stretch of a stream's time, on the file's own clock. */
public record Span(long atMicros, long lengthMicros) {
    long end() {
        return atMicros + lengthMicros;
    }

    /** Whether the two share at least half of the shorter one. */
    boolean coincides(Span other) {
        long shared = Math.min(end(), other.end()) - Math.max(atMicros, other.atMicros);
        return shared * 2 >= Math.min(lengthMicros, other.lengthMicros);
    }
}
