package org.unbroken.integrity.disc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.disc.Xorriso.Extent;

/** A disc as an image file, read where xorriso says that its files lie. Nothing is unpacked. */
public final class ImageDisc implements DiscFiles {
    private final Path image;
    private final SortedMap<String, Extent> extents;

    private ImageDisc(Path image, SortedMap<String, Extent> extents) {
        this.image = image;
        this.extents = extents;
    }

    public static ImageDisc read(Path image, Xorriso xorriso) throws IOException {
        return new ImageDisc(image, xorriso.extents(image));
    }

    @Override
    public SortedMap<String, Long> files() {
        SortedMap<String, Long> files = new TreeMap<>();
        extents.forEach((path, extent) -> files.put(path, extent.length()));
        return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public ReadableByteChannel open(String path) throws IOException {
        Extent extent = extents.get(path);
        if (extent == null) {
            throw new NoSuchFileException(image + ": " + path);
        }
        return new Slice(FileChannel.open(image, StandardOpenOption.READ), extent);
    }

    @Override
    public String label() {
        return image.toString();
    }

    private static final class Slice implements ReadableByteChannel {
        private final FileChannel file;
        private final long end;
        private long at;

        Slice(FileChannel file, Extent extent) {
            this.file = file;
            this.at = extent.offset();
            this.end = extent.offset() + extent.length();
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (at >= end) {
                return -1;
            }
            int limit = to.limit();
            to.limit((int) Math.min(limit, to.position() + (end - at)));
            int read = file.read(to, at);
            to.limit(limit);
            at += Math.max(0, read);
            return read;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
