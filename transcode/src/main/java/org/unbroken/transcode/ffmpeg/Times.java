package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.math.BigInteger;
import org.unbroken.transcode.timeline.Packet;

/** From a stream's ticks to microseconds. */
final class Times {
    /** Hostile files hold absurd times; JSON keeps numbers below 2^53. */
    private static final long LIMIT = 1L << 51;

    private Times() {}

    static long micros(long ticks, long numerator, long denominator) {
        if (ticks == AV_NOPTS_VALUE || denominator <= 0 || numerator <= 0) {
            return Packet.NONE;
        }
        long scale = numerator * 1_000_000;
        if (Math.abs(ticks) < Long.MAX_VALUE / scale) {
            return clamp(Math.floorDiv(ticks * scale, denominator));
        }
        BigInteger wide =
                BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(scale)).divide(BigInteger.valueOf(denominator));
        return wide.bitLength() > 51 ? (wide.signum() < 0 ? -LIMIT : LIMIT) : wide.longValue();
    }

    private static long clamp(long micros) {
        return Math.max(-LIMIT, Math.min(LIMIT, micros));
    }
}
