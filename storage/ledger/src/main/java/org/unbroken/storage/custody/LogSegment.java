package org.unbroken.storage.custody;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;

/**
 * A segment of the log in the WORM store: the encoding of C2SP entry bundles, without their limit of 256 entries.
 *
 * <pre>
 * log/segments/FIRST:  length, 2 bytes big-endian ‖ entry FIRST ‖ length ‖ entry FIRST + 1 ‖ …
 * </pre>
 */
final class LogSegment {
    /** Larger than any that settings allow. */
    static final int MAX_BYTES = 17 << 20;

    private LogSegment() {}

    static byte[] encode(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < entries.size(); from += Tile.FULL_WIDTH) {
            out.writeBytes(EntryBundle.encode(entries.subList(from, Math.min(entries.size(), from + Tile.FULL_WIDTH))));
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} when the bytes end within an entry, or hold none. */
    static List<byte[]> decode(byte[] segment) {
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        List<byte[]> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            if (bytes.remaining() < Short.BYTES) {
                throw new IllegalArgumentException("the segment ends within a length");
            }
            byte[] entry = new byte[bytes.getShort() & 0xffff];
            if (bytes.remaining() < entry.length) {
                throw new IllegalArgumentException("the segment ends within its entry " + entries.size());
            }
            bytes.get(entry);
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the segment is empty");
        }
        return entries;
    }
}
