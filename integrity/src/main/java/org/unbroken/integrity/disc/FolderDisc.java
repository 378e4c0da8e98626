package org.unbroken.integrity.disc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A mounted disc, or a copy of one. Links are refused: a disc of this kind has none. */
public final class FolderDisc implements DiscFiles {
    private final Path root;
    private final SortedMap<String, Long> files;

    private FolderDisc(Path root, SortedMap<String, Long> files) {
        this.root = root;
        this.files = files;
    }

    /** All paths beneath one. */
    @FunctionalInterface
    interface Walk {
        Stream<Path> beneath(Path root) throws IOException;
    }

    public static FolderDisc read(Path root) throws IOException {
        return read(root, Files::walk);
    }

    static FolderDisc read(Path root, Walk walk) throws IOException {
        try {
            return walked(root, walk);
        } catch (UncheckedIOException e) {
            // A folder that cannot be read, as on a scratched disc: a stream can say so in no other way.
            throw e.getCause();
        }
    }

    private static FolderDisc walked(Path root, Walk walk) throws IOException {
        SortedMap<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = walk.beneath(root)) {
            for (Iterator<Path> each = all.iterator(); each.hasNext(); ) {
                Path file = each.next();
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                String name = root.relativize(file)
                        .toString()
                        .replace(root.getFileSystem().getSeparator(), "/");
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(name + " is neither a file nor a folder");
                }
                files.put(name, Files.size(file));
            }
        }
        return new FolderDisc(root, Collections.unmodifiableSortedMap(files));
    }

    @Override
    public SortedMap<String, Long> files() {
        return files;
    }

    @Override
    public ReadableByteChannel open(String path) throws IOException {
        return FileChannel.open(root.resolve(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String label() {
        return root.toString();
    }
}
