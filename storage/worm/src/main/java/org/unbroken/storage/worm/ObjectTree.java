package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.FileFacts;

/** Keys as paths below one directory. Every part of a path is looked at: no symbolic link leads in or out. */
final class ObjectTree {
    private final Path root;
    private final Disk disk;

    ObjectTree(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /** Keys have neither dots in a row nor a leading slash, so this never leaves the root. */
    Path pathOf(ObjectKey key) {
        return root.resolve(key.value());
    }

    Optional<FileFacts> find(ObjectKey key) throws IOException {
        int slash = key.value().lastIndexOf('/');
        if (!hasDirectory(key.value().substring(0, slash))) {
            return Optional.empty();
        }
        Optional<FileFacts> found = disk.facts(pathOf(key));
        if (found.isPresent() && !found.get().isFile()) {
            throw new IOException(pathOf(key) + " is in the place of an object, but is not a plain file");
        }
        return found;
    }

    FileFacts get(ObjectKey key) throws IOException {
        return find(key).orElseThrow(() -> new NoSuchFileException(pathOf(key).toString()));
    }

    private boolean hasDirectory(String relative) throws IOException {
        Path at = root;
        for (String name : relative.split("/", -1)) {
            at = at.resolve(name);
            Optional<FileFacts> found = disk.facts(at);
            if (found.isEmpty()) {
                return false;
            }
            if (!found.get().isDirectory()) {
                throw new IOException(at + " is not a directory (links are not followed here)");
            }
        }
        return true;
    }

    /** Ascending; directory by directory, so that what is held at a time is the names of one branch. */
    Stream<ObjectKey> list(String prefix) throws IOException {
        ObjectKey.checkedPrefix(prefix);
        int slash = prefix.lastIndexOf('/');
        if (slash >= 0 && !hasDirectory(prefix.substring(0, slash))) {
            return Stream.empty();
        }
        ObjectWalk walk = new ObjectWalk(root, disk, prefix);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        walk, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                false);
    }
}
