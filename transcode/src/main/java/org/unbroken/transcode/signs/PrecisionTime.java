package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.unbroken.transcode.codec.ClockTime;

/**
 * The precision time stamp of MISB ST 0604 in user data, after its identifier:
 *
 * <pre>
 * | status | u16 | FF | u16 | FF | u16 | FF | u16 |      microseconds since 1970
 * </pre>
 */
final class PrecisionTime {
    private static final int BYTES = 12;

    private PrecisionTime() {}

    static Optional<ClockTime> parse(ByteBuffer after) {
        if (after.remaining() < BYTES) {
            return Optional.empty();
        }
        int at = after.position();
        long micros = 0;
        for (int part = 0; part < 4; part++) {
            micros = (micros << 16) | (after.getShort(at + 1 + part * 3) & 0xffff);
        }
        return micros < 0 || micros > 1L << 52 ? Optional.empty() : Optional.of(new ClockTime(micros, false));
    }
}
