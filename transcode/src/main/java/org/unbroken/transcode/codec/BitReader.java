package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * Reads bits of a unit, most significant first. Where asked it leaves out the bytes that keep start codes from
 * appearing (H.264 section 7.4.1.1, H.265 section 7.4.2.3):
 *
 * <pre>
 * coded      00 00 03 01
 * means      00 00    01
 * </pre>
 *
 * It never reads beyond the end that it was given; lengths within the bits are bounded by whoever asks.
 */
public final class BitReader {
    private final ByteBuffer bytes;
    private final int end;
    private final boolean escaped;
    private int at;
    private int zeros;
    private int current;
    private int left;

    private BitReader(ByteBuffer bytes, int from, int end, boolean escaped) {
        this.bytes = bytes;
        this.at = from;
        this.end = Math.min(end, bytes.limit());
        this.escaped = escaped;
    }

    /** Of a NAL unit: from and end are places in the buffer, whatever its position. */
    public static BitReader ofNal(ByteBuffer bytes, int from, int end) {
        return new BitReader(bytes, from, end, true);
    }

    public static BitReader ofPlain(ByteBuffer bytes, int from, int end) {
        return new BitReader(bytes, from, end, false);
    }

    public int bit() throws MalformedBitstream {
        if (left == 0) {
            current = nextByte();
            left = 8;
        }
        left--;
        return (current >> left) & 1;
    }

    public boolean flag() throws MalformedBitstream {
        return bit() == 1;
    }

    /** At most 32 bits, unsigned. */
    public long bits(int count) throws MalformedBitstream {
        long value = 0;
        int wanted = count;
        while (wanted > 0) {
            if (left == 0) {
                current = nextByte();
                left = 8;
            }
            int taken = Math.min(wanted, left);
            left -= taken;
            value = (value << taken) | ((current >> left) & ((1 << taken) - 1));
            wanted -= taken;
        }
        return value;
    }

    /** At most 31 bits. */
    public int number(int count) throws MalformedBitstream {
        return (int) bits(count);
    }

    public void skip(int count) throws MalformedBitstream {
        for (int i = count; i > 0; i -= 32) {
            bits(Math.min(32, i));
        }
    }

    /** Exp-Golomb, unsigned (H.264 section 9.1). */
    public long ue() throws MalformedBitstream {
        int zeroBits = 0;
        while (bit() == 0) {
            if (++zeroBits > 32) {
                throw new MalformedBitstream("an Exp-Golomb code of more than 32 bits");
            }
        }
        return (1L << zeroBits) - 1 + bits(zeroBits);
    }

    /** Exp-Golomb, and no more than that. */
    public int ue(int most) throws MalformedBitstream {
        long value = ue();
        if (value > most) {
            throw new MalformedBitstream(value + " where at most " + most + " is allowed");
        }
        return (int) value;
    }

    public long se() throws MalformedBitstream {
        long code = ue();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    private int nextByte() throws MalformedBitstream {
        int value = raw();
        if (escaped && zeros >= 2 && value == 3) {
            zeros = 0;
            value = raw();
        }
        zeros = value == 0 ? zeros + 1 : 0;
        return value;
    }

    private int raw() throws MalformedBitstream {
        if (at >= end) {
            throw new MalformedBitstream("the bits end too early");
        }
        return bytes.get(at++) & 0xff;
    }
}
