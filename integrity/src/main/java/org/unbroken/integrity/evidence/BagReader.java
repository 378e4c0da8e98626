package org.unbroken.integrity.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * The files of a bag, wherever they lie. Nothing is ever unpacked or written. Names were checked before anything is
 * given: {@link BagPath}. May be asked by several threads.
 */
sealed interface BagReader extends Closeable permits DirectoryBagReader, ZipBagReader, PaperBag {
    /**
     * Looks at the names, and at nothing that they name.
     *
     * @throws BundleException when it cannot be a bundle, or is a hostile one
     */
    static BagReader open(Path bundle) throws IOException {
        if (Files.isDirectory(bundle, LinkOption.NOFOLLOW_LINKS)) {
            return DirectoryBagReader.read(bundle);
        }
        if (Files.isRegularFile(bundle)) {
            return ZipBagReader.read(bundle);
        }
        if (Files.isDirectory(bundle)) {
            return DirectoryBagReader.read(bundle.toRealPath());
        }
        throw new NoSuchFileException(bundle.toString());
    }

    /** Each file's bytes by its path. */
    SortedMap<String, Long> files();

    /** From its beginning; exactly as many bytes as {@link #files} tells, unless it is damaged. */
    ReadableByteChannel open(String path) throws IOException;

    /** A document whole; throws {@link BundleException} when it is larger than such a document can be. */
    default byte[] read(String path, int mostBytes) throws IOException {
        Long bytes = files().get(path);
        if (bytes == null) {
            throw new NoSuchFileException(path);
        }
        if (bytes > mostBytes) {
            throw new BundleException(path + " has " + bytes + " bytes, more than such a document can have");
        }
        ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(bytes));
        try (ReadableByteChannel file = open(path)) {
            while (whole.hasRemaining()) {
                if (file.read(whole) < 0) {
                    throw new IOException(path + " ends after " + whole.position() + " of " + bytes + " bytes");
                }
            }
            if (file.read(ByteBuffer.allocate(1)) > 0) {
                throw new IOException(path + " has more than the " + bytes + " bytes that it announces");
            }
        }
        return whole.array();
    }
}
