package org.unbroken.transcode.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.container.FileBytes;

/**
 * How long samples are (ISO/IEC 14496-12 section 8.7.3):
 *
 * <pre>
 * stsz | version, flags | size u32, 0: each its own | count u32 | ( size u32 ) …
 * stz2 | version, flags | reserved u24, bits u8     | count u32 | ( size u8 or u16 ) …
 * </pre>
 */
final class Sizes {
    private static final long MOST_BYTES = 1 << 30;

    private final long count;
    private final long all;
    private final int width;
    private final @Nullable Rows rows;

    private Sizes(long count, long all, int width, @Nullable Rows rows) {
        this.count = count;
        this.all = all;
        this.width = width;
        this.rows = rows;
    }

    static Sizes open(FileBytes file, TrackBoxes track) throws IOException, IrregularTable {
        @Nullable Extent box = track.table("stsz").orElse(null);
        boolean small = box == null;
        if (box == null) {
            box = track.table("stz2").orElseThrow(() -> new IrregularTable("no stsz"));
        } else if (track.table("stz2").isPresent()) {
            throw new IrregularTable("both stsz and stz2");
        }
        if (box.length() < 12) {
            throw new IrregularTable("a table of sizes of " + box.length() + " bytes");
        }
        ByteBuffer head = file.at(box.from() + 4, 8);
        long all = head.getInt() & 0xffffffffL;
        long count = head.getInt() & 0xffffffffL;
        if (small) {
            int bits = (int) all & 0xff;
            if (bits != 8 && bits != 16) {
                throw new IrregularTable("sizes of " + bits + " bits");
            }
            return new Sizes(count, 0, bits / 8, Rows.of(file, box, 12, bits / 8, count));
        }
        return all > 0 ? new Sizes(count, all, 0, null) : new Sizes(count, 0, 4, Rows.of(file, box, 12, 4, count));
    }

    long count() {
        return count;
    }

    int next() throws IOException, IrregularTable {
        long size = all;
        Rows each = rows;
        if (each != null) {
            if (!each.next()) {
                throw new IrregularTable("no size for a sample");
            }
            size = width == 4 ? each.unsigned() : width == 2 ? each.unsigned16() : each.unsigned8();
        }
        if (size == 0 || size >= MOST_BYTES) {
            throw new IrregularTable("a sample of " + size + " bytes");
        }
        return (int) size;
    }
}
