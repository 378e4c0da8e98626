package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a frame of AAC (ISO/IEC 14496-3 section 4.4.2.1): which window its first channel uses, and what an
 * encoder wrote about itself into a fill element in front of it.
 *
 * <pre>
 * | element id:3 | …
 *   0 one channel    | tag:4 | gain:8 | reserved:1 | window:2 | …
 *   1 two channels   | tag:4 | common:1 | (common: reserved:1 window:2; else as one channel) …
 *   4 data           | tag:4 | align:1 | count:8 (255: + u8) | bytes …
 *   6 fill           | count:4 (15: + u8 - 1) | extension type:4 | …
 * </pre>
 *
 * @param window 0 long, 1 start, 2 short, 3 stop; -1 where it is not told
 * @param encoder what an encoder says of itself; null where there is nothing
 */
public record AacFrame(int window, @Nullable String encoder) {
    private static final int MOST_ELEMENTS = 8;
    private static final int MOST_TEXT = 64;
    /** Nothing shorter has a name of four letters. */
    private static final int LEAST_FILL = 6;

    /** Skips the header that a frame has outside of files (ADTS), if it is there. */
    public static AacFrame parse(ByteBuffer packet) {
        int from = packet.position();
        // Byte by byte: a view of native memory has the machine's order.
        if (packet.remaining() > 9 && packet.get(from) == -1 && (packet.get(from + 1) & 0xf6) == 0xf0) {
            from += (packet.get(from + 1) & 1) == 1 ? 7 : 9;
        }
        BitReader bits = BitReader.ofPlain(packet, from, packet.limit());
        @Nullable String encoder = null;
        try {
            for (int i = 0; i < MOST_ELEMENTS; i++) {
                switch (bits.number(3)) {
                    case 0, 3 -> {
                        bits.skip(4 + 8 + 1);
                        return new AacFrame(bits.number(2), encoder);
                    }
                    case 1 -> {
                        bits.skip(4);
                        bits.skip(bits.flag() ? 1 : 8 + 1);
                        return new AacFrame(bits.number(2), encoder);
                    }
                    case 6 -> {
                        @Nullable String text = fill(bits);
                        encoder = encoder == null ? text : encoder;
                    }
                    default -> {
                        return new AacFrame(-1, encoder);
                    }
                }
            }
        } catch (MalformedBitstream e) {
            // An empty or damaged frame tells nothing.
        }
        return new AacFrame(-1, encoder);
    }

    /** As FFmpeg's encoder writes it: nine bits of nothing, which bring it to a byte, its name, seven bits of nothing. */
    private static @Nullable String fill(BitReader bits) throws MalformedBitstream {
        int count = bits.number(4);
        if (count == 15) {
            count += bits.number(8) - 1;
        }
        if (count < LEAST_FILL) {
            bits.skip(count * 8);
            return null;
        }
        bits.skip(9);
        StringBuilder text = new StringBuilder();
        boolean printable = true;
        for (int i = 0; i < count - 2; i++) {
            int letter = bits.number(8);
            printable &= letter >= 0x20 && letter < 0x7f;
            if (printable && text.length() < MOST_TEXT) {
                text.append((char) letter);
            }
        }
        bits.skip(7);
        return printable ? text.toString() : null;
    }
}
