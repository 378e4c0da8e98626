package org.unbroken.transcode.table;

import java.io.IOException;
import org.unbroken.transcode.container.FileBytes;

/** A table's rows one after the other, through a window: a table of twelve hours takes no more memory than a short one. */
final class Rows {
    private static final int WINDOW_BYTES = 1 << 15;

    private final FileBytes file;
    private final int rowBytes;
    private final long rows;
    private long at;
    private long left;
    private byte[] window = new byte[0];
    private int place;

    private Rows(FileBytes file, long at, int rowBytes, long rows) {
        this.file = file;
        this.at = at;
        this.rowBytes = rowBytes;
        this.rows = rows;
        this.left = rows;
    }

    /** A table that begins so many bytes into its box; its rows must lie within the box. */
    static Rows of(FileBytes file, Extent box, int headerBytes, int rowBytes, long rows) throws IrregularTable {
        if (rows > (box.length() - headerBytes) / rowBytes) {
            throw new IrregularTable(rows + " rows of " + rowBytes + " bytes in a table of " + box.length());
        }
        return new Rows(file, box.from() + headerBytes, rowBytes, rows);
    }

    /** A full box whose rows follow their own number: version and flags, u32 count, rows. */
    static Rows counted(FileBytes file, Extent box, int rowBytes) throws IOException, IrregularTable {
        if (box.length() < 8) {
            throw new IrregularTable("a table of " + box.length() + " bytes");
        }
        return of(file, box, 8, rowBytes, file.at(box.from() + 4, 4).getInt() & 0xffffffffL);
    }

    long count() {
        return rows;
    }

    /** Goes to the next row; false after the last. */
    boolean next() throws IOException {
        if (left == 0) {
            return false;
        }
        left--;
        if (window.length - place < rowBytes) {
            int length = (int) Math.min((left + 1) * rowBytes, WINDOW_BYTES - WINDOW_BYTES % rowBytes);
            window = new byte[length];
            file.at(at, length).get(window);
            place = 0;
            at += length;
        }
        return true;
    }

    /** The next number of this row, as are those below. */
    int signed() {
        int at = place;
        place += 4;
        return window[at] << 24
                | (window[at + 1] & 0xff) << 16
                | (window[at + 2] & 0xff) << 8
                | (window[at + 3] & 0xff);
    }

    long unsigned() {
        return signed() & 0xffffffffL;
    }

    int unsigned16() {
        int at = place;
        place += 2;
        return (window[at] & 0xff) << 8 | (window[at + 1] & 0xff);
    }

    int unsigned8() {
        return window[place++] & 0xff;
    }

    long wide() {
        return unsigned() << 32 | unsigned();
    }
}
