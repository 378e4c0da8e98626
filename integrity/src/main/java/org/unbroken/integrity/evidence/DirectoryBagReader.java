package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.Shown;

/** A bag in a folder. Links are refused wherever they lie, and so is what is neither a file nor a folder. */
final class DirectoryBagReader implements BagReader {
    private final Path root;
    private final SortedMap<String, Long> files;

    private DirectoryBagReader(Path root, SortedMap<String, Long> files) {
        this.root = root;
        this.files = Collections.unmodifiableSortedMap(files);
    }

    static DirectoryBagReader read(Path root) throws IOException {
        SortedMap<String, Long> files = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    if (!folder.equals(root)) {
                        BagPath.require(name(root, folder));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = name(root, file);
                    if (!attributes.isRegularFile()) {
                        throw new BundleException("\"" + Shown.text(name) + "\" is "
                                + (attributes.isSymbolicLink() ? "a link" : "neither a file nor a folder")
                                + ": a bundle has plain files and folders alone");
                    }
                    files.put(BagPath.require(name), attributes.size());
                    if (files.size() > BagPath.MOST_FILES) {
                        throw new BundleException("the bundle has more than " + BagPath.MOST_FILES + " files");
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        BagPath.requireApart(files.keySet());
        return new DirectoryBagReader(root, files);
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
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
    public void close() {
        // Nothing is held open.
    }
}
