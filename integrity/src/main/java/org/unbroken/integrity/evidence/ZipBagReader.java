package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.unbroken.integrity.Shown;

/**
 * A bag in a {@code .zip}, read in place. The two headers of each entry must agree, and entries must fill the file from
 * its beginning to the central directory without gap or overlap: so there is one reading of it, for every program.
 * The writer stores; one packed again by {@code zip} is read too, within bounds.
 */
final class ZipBagReader implements BagReader {
    /** Beyond this, packed files may be no more than twenty times the zip: what is larger is a bomb. */
    private static final long MOST_UNPACKED = 1L << 30;

    private static final int MOST_RATIO = 20;

    private final FileChannel zip;
    private final Map<String, Span> spans = new HashMap<>();
    private final SortedMap<String, Long> files = new TreeMap<>();

    /** Where an entry's bytes begin. */
    private record Span(ZipEntryPlace entry, long begin) {}

    private ZipBagReader(FileChannel zip) {
        this.zip = zip;
    }

    static ZipBagReader read(Path file) throws IOException {
        FileChannel zip = FileChannel.open(file, StandardOpenOption.READ);
        try {
            ZipBagReader reader = new ZipBagReader(zip);
            reader.index(ZipDirectory.read(zip));
            return reader;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void index(ZipDirectory directory) throws IOException {
        requireNoBomb(directory);
        List<ZipEntryPlace> ordered = new ArrayList<>(directory.entries());
        ordered.sort(Comparator.comparingLong(ZipEntryPlace::header));
        List<String> names = new ArrayList<>();
        List<Span> found = new ArrayList<>();
        long position = 0;
        for (ZipEntryPlace entry : ordered) {
            if (entry.header() != position) {
                throw new BundleException(
                        "the zip has bytes that no entry accounts for, or entries that overlap, at byte "
                                + Math.min(position, entry.header()));
            }
            long begin = local(entry);
            position = begin + entry.compressed();
            String name =
                    entry.isFolder() ? entry.name().substring(0, entry.name().length() - 1) : entry.name();
            BagPath.require(name);
            if (!entry.isFolder()) {
                names.add(name);
                found.add(new Span(entry, begin));
            } else if (entry.bytes() != 0) {
                throw new BundleException("the zip's folder \"" + Shown.text(name) + "\" has bytes");
            }
        }
        if (position != directory.start()) {
            throw new BundleException("the zip has bytes between its last entry and its central directory");
        }
        BagPath.requireApart(names);
        String prefix = prefix(names);
        for (int i = 0; i < names.size(); i++) {
            String path = names.get(i).substring(prefix.length());
            files.put(path, found.get(i).entry().bytes());
            spans.put(path, found.get(i));
        }
    }

    private void requireNoBomb(ZipDirectory directory) throws IOException {
        long unpacked = 0;
        for (ZipEntryPlace entry : directory.entries()) {
            if (entry.method() == ZipFormat.DEFLATED) {
                unpacked += entry.bytes();
                if (unpacked < 0 || (unpacked > MOST_UNPACKED && unpacked / MOST_RATIO > zip.size())) {
                    throw new BundleException(
                            "the zip's packed entries unpack to more than twenty times its size: a bundle's"
                                    + " files are stored as they are");
                }
            }
        }
    }

    /** Compares the local header with the central one; where the bytes begin. */
    private long local(ZipEntryPlace entry) throws IOException {
        String shown = "the zip's entry \"" + Shown.text(entry.name()) + "\" ";
        ByteBuffer header = ZipDirectory.part(zip, entry.header(), ZipFormat.LOCAL_BYTES);
        if (header.getInt(0) != ZipFormat.LOCAL) {
            throw new BundleException(shown + "is not where the central directory says");
        }
        int nameLength = ZipDirectory.u16(header, 26);
        int extraLength = ZipDirectory.u16(header, 28);
        ByteBuffer rest = ZipDirectory.part(zip, entry.header() + ZipFormat.LOCAL_BYTES, nameLength + extraLength);
        ZipExtra extra = ZipExtra.read(rest, nameLength, extraLength, shown);
        long bytes = extra.wide(ZipDirectory.u32(header, 22));
        long compressed = extra.wide(ZipDirectory.u32(header, 18));
        boolean same = ZipDirectory.name(rest, 0, nameLength).equals(entry.name())
                && (ZipDirectory.u16(header, 6) & ~0x0806) == 0
                && ZipDirectory.u16(header, 8) == entry.method()
                && ZipDirectory.u32(header, 14) == entry.crc()
                && bytes == entry.bytes()
                && compressed == entry.compressed();
        if (!same) {
            throw new BundleException(
                    shown + "is described in two ways: its own header and the central directory differ");
        }
        long begin = entry.header() + ZipFormat.LOCAL_BYTES + nameLength + extraLength;
        if (begin + entry.compressed() < begin || begin + entry.compressed() > zip.size()) {
            throw new BundleException(shown + "reaches beyond the end of the zip");
        }
        return begin;
    }

    /** The one folder that all lies in (RFC 8493 section 4); empty where {@code bagit.txt} lies at the top. */
    private static String prefix(List<String> names) throws BundleException {
        if (names.contains(BundleLayout.BAGIT)) {
            return "";
        }
        String first = names.isEmpty() ? "" : names.get(0);
        String prefix = first.substring(0, first.indexOf('/') + 1);
        if (prefix.isEmpty() || !names.contains(prefix + BundleLayout.BAGIT)) {
            throw new BundleException("it is no BagIt bag: there is no bagit.txt at its top or in its one folder");
        }
        for (String name : names) {
            if (!name.startsWith(prefix)) {
                throw new BundleException("\"" + Shown.text(name) + "\" lies beside the bag's folder " + prefix);
            }
        }
        return prefix;
    }

    @Override
    public SortedMap<String, Long> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public ReadableByteChannel open(String path) throws IOException {
        Span span = spans.get(path);
        if (span == null) {
            throw new NoSuchFileException(path);
        }
        ZipSlice stored = new ZipSlice(zip, span.begin(), span.entry().compressed());
        if (span.entry().method() == ZipFormat.STORED) {
            return stored;
        }
        Inflater inflater = new Inflater(true);
        return Channels.newChannel(new InflaterInputStream(Channels.newInputStream(stored), inflater, 1 << 16) {
            @Override
            public void close() throws IOException {
                inflater.end();
                super.close();
            }
        });
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
