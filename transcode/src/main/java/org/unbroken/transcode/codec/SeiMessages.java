package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * Takes a unit of supplemental information apart (H.264 section 7.3.2.3, H.265 section 7.3.5):
 *
 * <pre>
 * | header | (FF…) type | (FF…) size | payload … | (FF…) type | … | 80 |
 * </pre>
 */
public final class SeiMessages {
    public static final int PICTURE_TIMING = 1;
    public static final int USER_DATA = 5;
    public static final int TIME_CODE = 136;

    private static final int MOST_MESSAGES = 64;
    /** Of a message no more than this is looked at; signatures over a group of pictures are longer. */
    public static final int MOST_BYTES = 4096;

    /** Looks at a message: its bytes are free of escapes, from 0 on, and may be cut short. */
    public interface Visitor {
        void message(int type, ByteBuffer payload);
    }

    private SeiMessages() {}

    public static void visit(ByteBuffer bytes, int from, int end, int headerBytes, Visitor visitor) {
        BitReader bits = BitReader.ofNal(bytes, from + headerBytes, end);
        try {
            for (int i = 0; i < MOST_MESSAGES; i++) {
                int type = number(bits);
                int size = number(bits);
                byte[] payload = new byte[Math.min(size, MOST_BYTES)];
                int read = read(bits, payload);
                visitor.message(type, ByteBuffer.wrap(payload, 0, read));
                bits.skip((size - payload.length) * 8);
            }
        } catch (MalformedBitstream e) {
            // The last message is followed by one stop bit only, and a damaged one by anything.
        }
    }

    private static int read(BitReader bits, byte[] into) {
        int at = 0;
        try {
            while (at < into.length) {
                into[at] = (byte) bits.number(8);
                at++;
            }
        } catch (MalformedBitstream e) {
            // Cut short.
        }
        return at;
    }

    private static int number(BitReader bits) throws MalformedBitstream {
        int value = 0;
        int next = bits.number(8);
        while (next == 0xff) {
            value += next;
            if (value > 1 << 24) {
                throw new MalformedBitstream("a message of more than 16 MiB");
            }
            next = bits.number(8);
        }
        return value + next;
    }
}
