package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1), as far as it tells how long a frame is:
 *
 * <pre>
 * object type:5 (31: + 6) | rate index:4 (15: rate:24) | channels:4 | … | frame length flag:1 | …
 * object types 5 and 29: rate index:4 (15: rate:24) | object type:5 of what is extended | …
 * </pre>
 *
 * @param objectType 2 is AAC LC; 5 and 29 are its extensions with a doubled rate, told beforehand
 * @param sampleRate of the core, before any doubling; 0 where it is not told
 * @param coreSamples a frame of the core: 1,024, or 960
 */
public record AacConfig(int objectType, int sampleRate, int coreSamples) {
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    public static AacConfig parse(ByteBuffer record) {
        BitReader bits = BitReader.ofPlain(record, record.position(), record.limit());
        try {
            int type = type(bits);
            int rate = rate(bits);
            bits.skip(4);
            int core = type;
            if (type == 5 || type == 29) {
                rate(bits);
                core = type(bits);
            }
            boolean plain = core == 1 || core == 2 || core == 3 || core == 4;
            return new AacConfig(type, rate, plain ? (bits.flag() ? 960 : 1024) : 0);
        } catch (MalformedBitstream e) {
            return new AacConfig(0, 0, 0);
        }
    }

    private static int type(BitReader bits) throws MalformedBitstream {
        int type = bits.number(5);
        return type == 31 ? 32 + bits.number(6) : type;
    }

    private static int rate(BitReader bits) throws MalformedBitstream {
        int index = bits.number(4);
        return index == 15 ? bits.number(24) : index < RATES.length ? RATES[index] : 0;
    }

    /** Samples of a frame at the rate at which it is played: twice as many where that is doubled; 0 where unknown. */
    public long samplesAt(int playedRate) {
        return sampleRate > 0 && playedRate % sampleRate == 0 ? (long) coreSamples * (playedRate / sampleRate) : 0;
    }
}
