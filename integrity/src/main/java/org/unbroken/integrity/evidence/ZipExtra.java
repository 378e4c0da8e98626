package org.unbroken.integrity.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The extra fields of a zip's header: the wide numbers are taken, a second name is refused, all else is passed over. */
final class ZipExtra {
    private final ByteBuffer wide;
    private final String shown;

    private ZipExtra(ByteBuffer wide, String shown) {
        this.wide = wide;
        this.shown = shown;
    }

    static ZipExtra read(ByteBuffer header, int at, int length, String shown) throws BundleException {
        ByteBuffer wide = ByteBuffer.allocate(0);
        boolean seen = false;
        int position = at;
        int end = at + length;
        while (position < end) {
            int size = end - position < 4 ? -1 : ZipDirectory.u16(header, position + 2);
            if (size < 0 || position + 4 + size > end) {
                throw new BundleException(shown + "has extra fields that are cut off");
            }
            int id = ZipDirectory.u16(header, position);
            if (id == ZipFormat.UNICODE_PATH_EXTRA) {
                throw new BundleException(shown + "has a second name");
            }
            if (id == ZipFormat.ZIP64_EXTRA) {
                if (seen) {
                    throw new BundleException(shown + "has its sizes three times");
                }
                seen = true;
                wide = header.slice(position + 4, size);
            }
            position += 4 + size;
        }
        return new ZipExtra(wide.order(ByteOrder.LITTLE_ENDIAN), shown);
    }

    /** The next of the wide numbers where the narrow one says that it does not fit. */
    long wide(long narrow) throws BundleException {
        if (narrow != ZipFormat.ALL_ONES_32) {
            return narrow;
        }
        if (wide.remaining() < 8) {
            throw new BundleException(shown + "says that a number is in its 64-bit field, and it is not");
        }
        long value = wide.getLong();
        if (value < 0) {
            throw new BundleException(shown + "has a size or place that no file has");
        }
        return value;
    }

    /** Every number of the field was asked for. */
    void end() throws BundleException {
        if (wide.hasRemaining()) {
            throw new BundleException(shown + "has 64-bit numbers that its header does not ask for");
        }
    }
}
