package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A bag as a {@code .zip}: every file stored as it is, under one folder (RFC 8493 section 4), in the order of writing,
 * all times 1980-01-01, so that equal files give equal bytes. A file's CRC is known after its bytes: it is written into
 * the header before them then, and nothing is held back or copied. {@link ZipFormat} draws the layout.
 */
final class ZipBagSink implements BagSink {
    /** Unix, so that the mode in the external attributes counts. */
    private static final int MADE_BY_UNIX = 3 << 8;

    private static final int VERSION = 20;
    private static final int VERSION_64 = 45;
    private static final int DATE_1980_01_01 = (1 << 5) | 1;
    private static final int REGULAR_0444 = 0100444;
    private static final int CRC_AT = 14;

    private final FileChannel zip;
    private final String folder;
    private final List<Written> entries = new ArrayList<>();
    private long position;

    private record Written(String name, long bytes, long offset, long crc) {}

    /** @param folder what all names in the zip begin with */
    ZipBagSink(Path file, String folder) throws IOException {
        this.zip = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.folder = folder;
    }

    @Override
    public WritableByteChannel create(String path, long bytes) throws IOException {
        String name = BagPath.require(folder + "/" + path);
        long offset = position;
        append(local(name, bytes));
        return new Entry(name, bytes, offset);
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += zip.write(bytes, position);
        }
    }

    private static ByteBuffer local(String name, long bytes) {
        boolean large = bytes >= ZipFormat.ALL_ONES_32;
        byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = littleEndian(ZipFormat.LOCAL_BYTES + encoded.length + (large ? 20 : 0));
        header.putInt(ZipFormat.LOCAL)
                .putShort(version(large))
                .putShort((short) 0)
                .putShort((short) ZipFormat.STORED);
        header.putShort((short) 0).putShort((short) DATE_1980_01_01).putInt(0);
        header.putInt(shown(bytes)).putInt(shown(bytes));
        header.putShort((short) encoded.length)
                .putShort((short) (large ? 20 : 0))
                .put(encoded);
        if (large) {
            header.putShort((short) ZipFormat.ZIP64_EXTRA)
                    .putShort((short) 16)
                    .putLong(bytes)
                    .putLong(bytes);
        }
        return header.flip();
    }

    private static ByteBuffer central(Written entry) {
        byte[] encoded = entry.name().getBytes(StandardCharsets.US_ASCII);
        boolean large = entry.bytes() >= ZipFormat.ALL_ONES_32;
        boolean far = entry.offset() >= ZipFormat.ALL_ONES_32;
        int more = (large ? 16 : 0) + (far ? 8 : 0);
        int extra = more == 0 ? 0 : more + 4;
        ByteBuffer header = littleEndian(ZipFormat.CENTRAL_BYTES + encoded.length + extra);
        short version = version(large || far);
        header.putInt(ZipFormat.CENTRAL)
                .putShort((short) (MADE_BY_UNIX | version))
                .putShort(version);
        header.putShort((short) 0).putShort((short) ZipFormat.STORED).putShort((short) 0);
        header.putShort((short) DATE_1980_01_01).putInt((int) entry.crc());
        header.putInt(shown(entry.bytes())).putInt(shown(entry.bytes()));
        header.putShort((short) encoded.length).putShort((short) extra).putShort((short) 0);
        header.putShort((short) 0)
                .putShort((short) 0)
                .putInt(REGULAR_0444 << 16)
                .putInt(shown(entry.offset()));
        header.put(encoded);
        if (extra > 0) {
            header.putShort((short) ZipFormat.ZIP64_EXTRA).putShort((short) more);
            if (large) {
                header.putLong(entry.bytes()).putLong(entry.bytes());
            }
            if (far) {
                header.putLong(entry.offset());
            }
        }
        return header.flip();
    }

    @Override
    public void finish() throws IOException {
        long start = position;
        for (Written entry : entries) {
            append(central(entry));
        }
        append(end(start, position - start, entries.size()));
        zip.force(true);
    }

    private static ByteBuffer end(long start, long length, int count) {
        boolean large =
                start >= ZipFormat.ALL_ONES_32 || length >= ZipFormat.ALL_ONES_32 || count >= ZipFormat.ALL_ONES_16;
        ByteBuffer end = littleEndian(ZipFormat.END64_BYTES + ZipFormat.LOCATOR64_BYTES + ZipFormat.END_BYTES);
        if (large) {
            end.putInt(ZipFormat.END64).putLong(ZipFormat.END64_BYTES - 12);
            end.putShort((short) (MADE_BY_UNIX | VERSION_64))
                    .putShort((short) VERSION_64)
                    .putInt(0)
                    .putInt(0);
            end.putLong(count).putLong(count).putLong(length).putLong(start);
            end.putInt(ZipFormat.LOCATOR64).putInt(0).putLong(start + length).putInt(1);
        }
        short shownCount = (short) Math.min(count, ZipFormat.ALL_ONES_16);
        end.putInt(ZipFormat.END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(shownCount)
                .putShort(shownCount);
        return end.putInt(shown(length))
                .putInt(shown(start))
                .putShort((short) 0)
                .flip();
    }

    private static short version(boolean large) {
        return (short) (large ? VERSION_64 : VERSION);
    }

    /** All ones where it does not fit: the zip64 field has it then. */
    private static int shown(long value) {
        return (int) Math.min(value, ZipFormat.ALL_ONES_32);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Entry implements WritableByteChannel {
        private final String name;
        private final long bytes;
        private final long offset;
        private final long begin = position;
        private final CRC32 crc = new CRC32();
        private boolean open = true;

        Entry(String name, long bytes, long offset) {
            this.name = name;
            this.bytes = bytes;
            this.offset = offset;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int count = from.remaining();
            crc.update(from.duplicate());
            append(from);
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            if (!open) {
                return;
            }
            open = false;
            if (position - begin != bytes) {
                throw new IOException(name + " has " + (position - begin) + " bytes, not " + bytes);
            }
            ByteBuffer field = littleEndian(4).putInt((int) crc.getValue()).flip();
            while (field.hasRemaining()) {
                zip.write(field, offset + CRC_AT + field.position());
            }
            entries.add(new Written(name, bytes, offset, crc.getValue()));
        }
    }
}
