package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.Shown;

/**
 * The central directory of a zip, read strictly: one disk, no comment, nothing encrypted, no links, and nothing of which
 * one reader would make this and another that. {@link ZipFormat} draws the layout.
 */
final class ZipDirectory {
    private static final int LARGEST_DIRECTORY = 128 << 20;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int FORMAT_MASK = 0170000;
    private static final int LINK = 0120000;

    private final long start;
    private final List<ZipEntryPlace> entries;

    private ZipDirectory(long start, List<ZipEntryPlace> entries) {
        this.start = start;
        this.entries = List.copyOf(entries);
    }

    /** Where the entries' part ends. */
    long start() {
        return start;
    }

    List<ZipEntryPlace> entries() {
        return entries;
    }

    static ZipDirectory read(FileChannel zip) throws IOException {
        long size = zip.size();
        if (size < ZipFormat.END_BYTES) {
            throw new BundleException("it is no zip: it has " + size + " bytes");
        }
        long endAt = size - ZipFormat.END_BYTES;
        ByteBuffer end = part(zip, endAt, ZipFormat.END_BYTES);
        if (end.getInt(0) != ZipFormat.END || u16(end, 20) != 0) {
            throw new BundleException(
                    "it does not end as a zip without a comment does: it is no zip, was cut off, or has"
                            + " something after its end");
        }
        if (u16(end, 4) != 0 || u16(end, 6) != 0 || u16(end, 8) != u16(end, 10)) {
            throw new BundleException("it is a part of a zip on several disks");
        }
        long count = u16(end, 10);
        long length = u32(end, 12);
        long start = u32(end, 16);
        long directoryEnd = endAt;
        boolean large =
                count == ZipFormat.ALL_ONES_16 || length == ZipFormat.ALL_ONES_32 || start == ZipFormat.ALL_ONES_32;
        if (large) {
            directoryEnd = endAt - ZipFormat.LOCATOR64_BYTES - ZipFormat.END64_BYTES;
            ByteBuffer end64 = end64(zip, directoryEnd);
            count = end64.getLong(32);
            length = end64.getLong(40);
            start = end64.getLong(48);
            agree(u16(end, 10), ZipFormat.ALL_ONES_16, count);
            agree(u32(end, 12), ZipFormat.ALL_ONES_32, length);
            agree(u32(end, 16), ZipFormat.ALL_ONES_32, start);
        }
        if (start < 0 || length < 0 || start > size || length > size || start + length != directoryEnd) {
            throw new BundleException("the zip's end and its central directory disagree about where that lies");
        }
        if (length > LARGEST_DIRECTORY || count < 0 || count > BagPath.MOST_FILES) {
            throw new BundleException("the zip has " + count + " entries: more than a bundle can have");
        }
        return new ZipDirectory(start, entries(part(zip, start, (int) length), count));
    }

    private static void agree(long shown, long allOnes, long large) throws BundleException {
        if (shown != allOnes && shown != large) {
            throw new BundleException("the zip's two ends (32 and 64 bits) disagree");
        }
    }

    private static ByteBuffer end64(FileChannel zip, long at) throws IOException {
        if (at < 0) {
            throw new BundleException("the zip has no room for its 64-bit end");
        }
        ByteBuffer end64 = part(zip, at, ZipFormat.END64_BYTES + ZipFormat.LOCATOR64_BYTES);
        boolean fits = end64.getInt(0) == ZipFormat.END64
                && end64.getLong(4) == ZipFormat.END64_BYTES - 12
                && end64.getInt(16) == 0
                && end64.getInt(20) == 0
                && end64.getLong(24) == end64.getLong(32)
                && end64.getInt(ZipFormat.END64_BYTES) == ZipFormat.LOCATOR64
                && end64.getInt(ZipFormat.END64_BYTES + 4) == 0
                && end64.getLong(ZipFormat.END64_BYTES + 8) == at
                && end64.getInt(ZipFormat.END64_BYTES + 16) == 1;
        if (!fits) {
            throw new BundleException("the zip's 64-bit end is not where it should be, or damaged");
        }
        return end64;
    }

    private static List<ZipEntryPlace> entries(ByteBuffer directory, long count) throws BundleException {
        List<ZipEntryPlace> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (directory.remaining() < ZipFormat.CENTRAL_BYTES) {
                throw new BundleException("the zip's central directory ends within entry " + i);
            }
            ByteBuffer header = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
            if (header.getInt(0) != ZipFormat.CENTRAL) {
                throw new BundleException("the zip's central directory has no entry where entry " + i + " should be");
            }
            int all = ZipFormat.CENTRAL_BYTES + u16(header, 28) + u16(header, 30) + u16(header, 32);
            if (all > header.limit()) {
                throw new BundleException("the zip's central directory ends within entry " + i);
            }
            entries.add(entry(header));
            directory.position(directory.position() + all);
        }
        if (directory.hasRemaining()) {
            throw new BundleException(
                    "the zip's central directory has more than the " + count + " entries that it announces");
        }
        return entries;
    }

    private static ZipEntryPlace entry(ByteBuffer header) throws BundleException {
        int nameLength = u16(header, 28);
        String name = name(header, ZipFormat.CENTRAL_BYTES, nameLength);
        String shown = "the zip's entry \"" + Shown.text(name) + "\" ";
        int flags = u16(header, 8);
        if ((flags & ENCRYPTED) != 0) {
            throw new BundleException(shown + "is encrypted: a bundle is not");
        }
        if ((flags & DESCRIPTOR) != 0) {
            throw new BundleException(shown + "has its size after its bytes: unpack the zip, and verify the folder");
        }
        int method = u16(header, 10);
        if (method != ZipFormat.STORED && method != ZipFormat.DEFLATED) {
            throw new BundleException(
                    shown + "is packed by method " + method + ": unpack the zip, and verify the folder");
        }
        if (u16(header, 34) != 0 || u16(header, 32) != 0) {
            throw new BundleException(shown + "lies on another disk, or has a comment");
        }
        if ((header.getInt(38) >>> 16 & FORMAT_MASK) == LINK) {
            throw new BundleException(shown + "is a link: a bundle has plain files and folders alone");
        }
        ZipExtra extra = ZipExtra.read(header, ZipFormat.CENTRAL_BYTES + nameLength, u16(header, 30), shown);
        long bytes = extra.wide(u32(header, 24));
        long compressed = extra.wide(u32(header, 20));
        long offset = extra.wide(u32(header, 42));
        extra.end();
        if (method == ZipFormat.STORED && bytes != compressed) {
            throw new BundleException(shown + "is stored and yet has two sizes");
        }
        return new ZipEntryPlace(name, method, u32(header, 16), compressed, bytes, offset);
    }

    /** One character a byte: what is not ASCII becomes a character that no name of a bundle has. */
    static String name(ByteBuffer header, int at, int length) {
        byte[] name = new byte[length];
        header.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    static ByteBuffer part(FileChannel zip, long at, int length) throws IOException {
        if (at < 0 || length < 0 || at + length > zip.size()) {
            throw new BundleException("the zip ends too early: it was cut off, or its headers are wrong");
        }
        ByteBuffer part = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (part.hasRemaining()) {
            if (zip.read(part, at + part.position()) < 0) {
                throw new BundleException("the zip ends too early");
            }
        }
        return part.flip();
    }

    static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }
}
