package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.durable.FileFacts;

/**
 * Puts right bytes in the place of damaged ones, which are evidence too and stay under another name.
 *
 * <pre>
 *   step                                                     a crash after it leaves
 * 1 create worm/.tmp/restoring-NAME, write                   a file that the start wipes
 * 2 date, mode 0444, fsync                                   the same
 * 3 rename it to worm/.tmp/NAME                              the same
 * 4 link KEY to worm/.damaged/NAME.N, fsync worm/.damaged    the damaged file under two names
 * 5 rename worm/.tmp/NAME to KEY                             the right bytes or, cut, the damaged ones: never nothing
 * 6 fsync the key's directory                                the right bytes
 * </pre>
 *
 * NAME is the key with '_' for '/'; N counts from 0. A file system that keeps the departure of 5 and loses the arrival
 * loses the copy, not the object: the damage is found again, and put right again.
 */
final class LocalRestoring {
    private static final Set<PosixFilePermission> WRITING = PosixFilePermissions.fromString("rw-------");
    private static final String PREFIX = "restoring-";
    private static final int MOST_KEPT = 1000;

    private final Disk disk;
    private final DurableDirectories directories;
    private final ObjectTree tree;
    private final Path temporaries;
    private final Path damaged;
    private final FileLock fileLock;

    LocalRestoring(Disk disk, DurableDirectories directories, ObjectTree tree, FileLock fileLock) {
        this.disk = disk;
        this.directories = directories;
        this.tree = tree;
        this.temporaries = directories.root().resolve(".tmp");
        this.damaged = directories.root().resolve(".damaged");
        this.fileLock = fileLock;
    }

    /** Steps 1 and 2 but for the date; takes as long as the copying, and needs no lock on the key. */
    Path write(ObjectKey key, RightBytes bytes) throws IOException {
        Path copy = temporaries.resolve(PREFIX + nameOf(key));
        if (disk.facts(copy).isPresent()) {
            disk.delete(copy); // Left by a call that failed.
        }
        long at = 0;
        try (DiskFile file = disk.create(copy, WRITING);
                RightBytes.Pieces pieces = bytes.begin()) {
            for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                int length = piece.remaining();
                file.write(at, piece);
                at += length;
            }
            if (at != bytes.size()) {
                throw new IOException("the copy has " + at + " bytes of " + bytes.size());
            }
        } catch (IOException e) {
            drop(copy, e);
            throw e;
        }
        return copy;
    }

    /** Steps 4 and 5, from a synced file in {@code .tmp}; the caller syncs the directory. */
    void replace(Path copy, ObjectKey key, FileFacts present) throws IOException {
        Path path = tree.pathOf(key);
        fileLock.unlock(path);
        keepAside(path, key, present);
        disk.rename(copy, path);
    }

    private void keepAside(Path path, ObjectKey key, FileFacts present) throws IOException {
        directories.ensure(damaged);
        for (int n = 0; n < MOST_KEPT; n++) {
            Path aside = damaged.resolve(nameOf(key) + "." + n);
            Optional<FileFacts> taken = disk.facts(aside);
            if (taken.isEmpty()) {
                disk.link(path, aside);
                disk.syncDirectory(damaged);
                return;
            }
            if (taken.get().sameFileAs(present)) {
                disk.syncDirectory(damaged); // By a call that was killed after step 4, perhaps before its sync.
                return;
            }
        }
        throw new IOException(damaged + " has " + MOST_KEPT + " damaged copies of " + key + ": look at the disk");
    }

    /** What was damaged and kept aside is of the same recording, and goes with it. */
    void dispose(ObjectKey key) throws IOException {
        if (disk.facts(damaged).isEmpty()) {
            return;
        }
        for (int n = 0; n < MOST_KEPT; n++) {
            Path aside = damaged.resolve(nameOf(key) + "." + n);
            if (disk.facts(aside).isPresent()) {
                fileLock.unlock(aside);
                disk.delete(aside);
            }
        }
        disk.syncDirectory(damaged);
    }

    /** The later of the two dates. */
    static Instant later(Instant wanted, Optional<FileFacts> present) {
        return present.map(FileFacts::modified).filter(wanted::isBefore).orElse(wanted);
    }

    void drop(Path copy, IOException cause) {
        try {
            if (disk.facts(copy).isPresent()) {
                disk.delete(copy);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** The NAME of a file in {@code .tmp}. */
    static String named(String temporary) {
        return temporary.startsWith(PREFIX) ? temporary.substring(PREFIX.length()) : temporary;
    }

    private static String nameOf(ObjectKey key) {
        return key.value().replace('/', '_');
    }
}
