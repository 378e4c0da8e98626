package org.unbroken.transcode.codec;

import java.util.Optional;

/**
 * A time inside a stream's side information, in seconds of some clock; what it counts from is the writer's business.
 *
 * @param ofDay whether it begins anew each midnight
 */
public record ClockTime(long micros, boolean ofDay) {

    /** From units_field_based_flag on: the same in H.264 (D.1.3) and HEVC (D.2.27) but for the length of the frame number. */
    static Optional<ClockTime> parse(BitReader bits, int frameBits) throws MalformedBitstream {
        bits.skip(1 + 5);
        boolean full = bits.flag();
        bits.skip(2 + frameBits);
        int seconds = 0;
        int minutes = 0;
        int hours = 0;
        if (full) {
            seconds = bits.number(6);
            minutes = bits.number(6);
            hours = bits.number(5);
        } else {
            // Parts that are left out stand as they were: without the hour nothing is told.
            if (!bits.flag()) {
                return Optional.empty();
            }
            seconds = bits.number(6);
            if (!bits.flag()) {
                return Optional.empty();
            }
            minutes = bits.number(6);
            if (!bits.flag()) {
                return Optional.empty();
            }
            hours = bits.number(5);
        }
        if (seconds > 59 || minutes > 59 || hours > 23) {
            return Optional.empty();
        }
        return Optional.of(new ClockTime((hours * 3600L + minutes * 60L + seconds) * 1_000_000, true));
    }

    /** HEVC's time code message (H.265 D.2.27). */
    public static Optional<ClockTime> ofHevc(BitReader bits) throws MalformedBitstream {
        int count = bits.number(2);
        return count > 0 && bits.flag() ? parse(bits, 9) : Optional.empty();
    }
}
