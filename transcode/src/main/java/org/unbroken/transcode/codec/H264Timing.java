package org.unbroken.transcode.codec;

import java.util.Optional;

/**
 * How the picture timing message of an H.264 stream is laid out, from the usability information (annex E.1).
 *
 * @param delayBits both delays in front of the picture structure together; 0 where there are none
 * @param pictureStructure whether picture structure and clock times follow
 * @param offsetBits length of a clock time's offset
 */
public record H264Timing(int delayBits, boolean pictureStructure, int offsetBits) {
    private static final int[] CLOCKS = {1, 1, 1, 2, 2, 3, 3, 2, 3};

    static H264Timing parse(BitReader bits) throws MalformedBitstream {
        if (bits.flag() && bits.number(8) == 255) {
            bits.skip(32);
        }
        if (bits.flag()) {
            bits.skip(1);
        }
        if (bits.flag()) {
            bits.skip(4);
            if (bits.flag()) {
                bits.skip(24);
            }
        }
        if (bits.flag()) {
            bits.ue();
            bits.ue();
        }
        if (bits.flag()) {
            bits.skip(65);
        }
        H264Timing buffers = new H264Timing(0, false, 24);
        boolean first = bits.flag();
        if (first) {
            buffers = buffers(bits);
        }
        boolean second = bits.flag();
        if (second) {
            buffers = buffers(bits);
        }
        if (first || second) {
            bits.skip(1);
        }
        return new H264Timing(buffers.delayBits, bits.flag(), buffers.offsetBits);
    }

    /** hrd_parameters, annex E.1.2. */
    private static H264Timing buffers(BitReader bits) throws MalformedBitstream {
        int count = bits.ue(31) + 1;
        bits.skip(8);
        for (int i = 0; i < count; i++) {
            bits.ue();
            bits.ue();
            bits.skip(1);
        }
        bits.skip(5);
        int delays = bits.number(5) + 1;
        delays += bits.number(5) + 1;
        return new H264Timing(delays, false, bits.number(5));
    }

    /** The time of day in a picture timing message (annex D.1.3), where it is there in full. */
    public Optional<ClockTime> clock(BitReader message) throws MalformedBitstream {
        if (!pictureStructure) {
            return Optional.empty();
        }
        message.skip(delayBits);
        int structure = message.number(4);
        if (structure >= CLOCKS.length) {
            return Optional.empty();
        }
        for (int i = 0; i < CLOCKS[structure]; i++) {
            if (message.flag()) {
                message.skip(2);
                return ClockTime.parse(message, 8);
            }
        }
        return Optional.empty();
    }
}
