package org.unbroken.transcode.timeline;

/**
 * One packet's times, in microseconds of the file's own clock.
 *
 * @param dts order of decoding; {@link #NONE} where unknown
 * @param pts order of showing; {@link #NONE} where unknown
 * @param duration as well as it is known; 0 where unknown
 * @param sizeBytes of its content
 */
public record Packet(long dts, long pts, long duration, int sizeBytes) {
    public static final long NONE = Long.MIN_VALUE;

    long time() {
        return pts != NONE ? pts : dts;
    }
}
