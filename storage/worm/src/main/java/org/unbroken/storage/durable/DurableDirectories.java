package org.unbroken.storage.durable;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes directories such that they survive a power cut: after each new directory the one that holds it is synced. A
 * directory that is already there may have been made by a process that was killed before it synced, so the first use in
 * this process syncs the holder too; after that it is remembered. Only for trees whose directories are never removed.
 */
public final class DurableDirectories {
    /** Some ten thousand recordings are being worked on at a time; each has a directory or three. Some 8 MiB. */
    private static final int REMEMBERED = 32_768;

    private final Disk disk;
    private final Path root;
    private final Set<Path> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    public DurableDirectories(Disk disk, Path root) {
        this.disk = disk;
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /** Makes the root itself and, where they lack, the directories above it. */
    public void start() throws IOException {
        makeAbove(root);
    }

    private void makeAbove(Path directory) throws IOException {
        Path holder = directory.getParent();
        if (holder == null) {
            return;
        }
        boolean there = disk.facts(directory).isPresent();
        if (!there) {
            makeAbove(holder);
        }
        if (!there || directory.equals(root)) {
            make(directory, holder);
        }
    }

    /** When this returns, the directory and all between it and the root survive a power cut. */
    public void ensure(Path directory) throws IOException {
        if (directory.equals(root) || known.contains(directory)) {
            return;
        }
        Path holder = directory.getParent();
        if (holder == null || !directory.startsWith(root)) {
            throw new IllegalArgumentException(directory + " is not under " + root);
        }
        ensure(holder);
        make(directory, holder);
        known.add(directory);
    }

    private void make(Path directory, Path holder) throws IOException {
        if (disk.facts(directory).isEmpty()) {
            try {
                disk.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                // Another thread was faster; both sync.
            }
        }
        if (!disk.facts(directory).map(FileFacts::isDirectory).orElse(false)) {
            throw new IOException(directory + " is not a directory (links are not followed here)");
        }
        disk.syncDirectory(holder);
    }
}
