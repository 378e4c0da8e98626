package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Which objects are under legal hold: an empty file each. Whatever has the name is a hold, a file that somebody put there
 * included: in doubt an object is held.
 *
 * <pre>
 * DIR/worm/.held/NAME           no bytes, mode 0444; NAME is the key with '_' for '/' (no key has a '_')
 * DIR/worm/.held/.NAME.N.tmp    left by a crash before the rename; the start wipes it
 * </pre>
 *
 * <p>A mark says that the object is to stay, and whoever serves this store obeys; it stops nobody who has the right to
 * the directory, no more than the object's date does. That a hold was placed, and whether it was ended, is in the log.
 */
final class HoldMarks {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("r--r--r--");

    private final Disk disk;
    private final DurableDirectories directories;
    private final DurableFiles files;
    private final Path holder;
    private final FileLock fileLock;

    HoldMarks(Disk disk, DurableDirectories directories, FileLock fileLock) {
        this.disk = disk;
        this.directories = directories;
        this.files = new DurableFiles(disk);
        this.holder = directories.root().resolve(".held");
        this.fileLock = fileLock;
    }

    Path directory() {
        return holder;
    }

    void start() throws IOException {
        directories.ensure(holder);
        for (String name : disk.list(holder)) {
            if (name.startsWith(".")) {
                disk.delete(holder.resolve(name));
            }
        }
    }

    boolean has(ObjectKey key) throws IOException {
        return disk.facts(markOf(key)).isPresent();
    }

    /**
     * Makes the mark anew even where it stands: what stands may be the cache's alone, and only what is written again is
     * sure to be written by the sync that follows. A crash anywhere in here leaves the object held or not held, and held
     * if it was before.
     */
    void set(ObjectKey key) throws IOException {
        Path mark = markOf(key);
        if (has(key)) {
            fileLock.unlock(mark);
        }
        files.replace(mark, new byte[0], MODE);
        fileLock.lock(mark);
    }

    /**
     * Takes the mark away, not yet for good: the caller syncs {@link #directory}. A power cut before that may bring it
     * back, which keeps an object longer and loses none.
     */
    void clear(ObjectKey key) throws IOException {
        Path mark = markOf(key);
        if (has(key)) {
            fileLock.unlock(mark);
        }
        try {
            disk.delete(mark);
        } catch (NoSuchFileException e) {
            // Not held; or released by a process that was killed before its sync.
        }
    }

    private Path markOf(ObjectKey key) {
        return holder.resolve(key.value().replace('/', '_'));
    }
}
