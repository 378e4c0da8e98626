package org.unbroken.transcode.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes units as an encoder does. */
public final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int filled;

    public BitWriter bits(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            current = (current << 1) | (int) ((value >> i) & 1);
            if (++filled == 8) {
                bytes.write(current);
                current = 0;
                filled = 0;
            }
        }
        return this;
    }

    public BitWriter flag(boolean value) {
        return bits(value ? 1 : 0, 1);
    }

    public BitWriter ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        return bits(0, length - 1).bits(value + 1, length);
    }

    public BitWriter se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** The stop bit, and zeros to the end of the byte. */
    public byte[] end() {
        bits(1, 1);
        return plain();
    }

    public byte[] plain() {
        while (filled != 0) {
            bits(0, 1);
        }
        return bytes.toByteArray();
    }

    /** Puts in the bytes that keep start codes away. */
    public static byte[] escape(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int zeros = 0;
        for (byte next : plain) {
            if (zeros >= 2 && (next & 0xff) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }

    /** Annex B: each unit after a start code. */
    public static ByteBuffer annexB(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(unit);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Each unit after its length in four bytes. */
    public static ByteBuffer prefixed(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(unit.length).array());
            out.writeBytes(unit);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
