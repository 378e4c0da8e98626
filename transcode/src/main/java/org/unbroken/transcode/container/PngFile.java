package org.unbroken.transcode.container;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a PNG says of itself, and whether its end is there (W3C PNG, section 5).
 *
 * <pre>
 * 8 bytes signature, then chunks: | length u32 | type, 4 letters | data | crc u32 |
 * IHDR comes first: | width u32 | height u32 | ... ; IEND comes last
 * </pre>
 *
 * @param width 0 where the header cannot be read
 */
public record PngFile(long width, long height, boolean whole) {
    private static final int SIGNATURE_BYTES = 8;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;
    private static final int MOST_CHUNKS = 1_000_000;

    public static PngFile read(FileBytes file) throws IOException {
        ByteBuffer head = file.upTo(SIGNATURE_BYTES, 16);
        if (head.remaining() < 16 || head.getInt(4) != IHDR) {
            return new PngFile(0, 0, false);
        }
        long width = head.getInt(8) & 0xffffffffL;
        long height = head.getInt(12) & 0xffffffffL;
        long at = SIGNATURE_BYTES;
        for (int i = 0; i < MOST_CHUNKS && at + 12 <= file.size(); i++) {
            ByteBuffer chunk = file.at(at, 8);
            if (chunk.getInt(4) == IEND) {
                return new PngFile(width, height, true);
            }
            at += 12 + (chunk.getInt(0) & 0xffffffffL);
        }
        return new PngFile(width, height, false);
    }
}
