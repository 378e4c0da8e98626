package org.unbroken.storage.worm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.FileFacts;

/**
 * Walks the keys under a prefix in ascending order. A directory's name is sorted with its slash, because that is how it
 * stands in the keys: {@code a-b} before {@code a/b} before {@code a0}.
 */
final class ObjectWalk implements Iterator<ObjectKey> {
    /** Leaves out {@code .tmp}, and whatever people or file systems put here. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private final Path root;
    private final Disk disk;
    private final String prefix;
    private final Deque<Iterator<String>> branch = new ArrayDeque<>();
    private @Nullable ObjectKey next;

    ObjectWalk(Path root, Disk disk, String prefix) throws IOException {
        this.root = root;
        this.disk = disk;
        this.prefix = prefix;
        branch.push(names(prefix.substring(0, prefix.lastIndexOf('/') + 1)));
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !branch.isEmpty()) {
                Iterator<String> names = branch.element();
                if (!names.hasNext()) {
                    branch.pop();
                    continue;
                }
                String name = names.next();
                if (name.endsWith("/")) {
                    branch.push(names(name));
                } else {
                    next = new ObjectKey(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    @Override
    public ObjectKey next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        ObjectKey key = next;
        next = null;
        return key;
    }

    /** What lies in a directory and can lead to keys with the prefix; directories end with a slash. */
    private Iterator<String> names(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : disk.list(root.resolve(directory))) {
            String whole = directory + name;
            boolean onTheWay = whole.startsWith(prefix) || prefix.startsWith(whole);
            if (!onTheWay || !NAME.matcher(name).matches() || name.contains("..")) {
                continue;
            }
            Optional<FileFacts> facts = disk.facts(root.resolve(whole));
            if (facts.isEmpty()) {
                continue;
            }
            if (facts.get().isDirectory()) {
                String inside = whole + "/";
                if (inside.startsWith(prefix) || prefix.startsWith(inside)) {
                    names.add(inside);
                }
            } else if (facts.get().isFile() && whole.startsWith(prefix) && !directory.isEmpty()) {
                names.add(whole);
            }
        }
        names.sort(null);
        return names.iterator();
    }
}
