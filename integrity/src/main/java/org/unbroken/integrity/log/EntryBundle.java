package org.unbroken.integrity.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A tile's entries one after another, C2SP tlog-tiles section "Log entries".
 *
 * <pre>
 * ┌──────────────────┬───────────┬──────────────────┬───────────┬──
 * │ length, 2 bytes  │ entry     │ length, 2 bytes  │ entry     │ …   up to 256 entries
 * │ big-endian       │           │                  │           │
 * └──────────────────┴───────────┴──────────────────┴───────────┴──
 * </pre>
 */
public final class EntryBundle {
    private static final int LONGEST_ENTRY = 0xffff;

    private EntryBundle() {}

    public static byte[] encode(List<byte[]> entries) {
        if (entries.size() > Tile.FULL_WIDTH) {
            throw new IllegalArgumentException("a bundle of " + entries.size() + " entries");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} when the bytes end within an entry or hold more than 256. */
    public static List<byte[]> decode(byte[] bundle) {
        ByteBuffer bytes = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            if (entries.size() == Tile.FULL_WIDTH) {
                throw new IllegalArgumentException("a bundle of more than " + Tile.FULL_WIDTH + " entries");
            }
            if (bytes.remaining() < Short.BYTES) {
                throw new IllegalArgumentException("the bundle ends within a length");
            }
            byte[] entry = new byte[bytes.getShort() & 0xffff];
            if (bytes.remaining() < entry.length) {
                throw new IllegalArgumentException("the bundle ends within entry " + entries.size());
            }
            bytes.get(entry);
            entries.add(entry);
        }
        return entries;
    }
}
