package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary directories. Nothing in them must last, so nothing here is synced.
 *
 * <p>What a worker left may be meant to harm, and the worker may still be there: a folder that becomes a link to the
 * server's own files while it is being emptied, one that nobody may open, one that is filled as fast as it is emptied, or
 * one so deep that no path can name it. So every folder is opened within the one above it and never through a link, what
 * lies deep is first moved up, and beside a worker that lives the work has a bound.
 */
public final class Scratch {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    /** Folders that earlier runs left and that cannot be removed. */
    private static final int MOST_BESIDE = 10;

    /** So many names of 255 letters still make a path that the system takes. */
    private static final int MOST_DEPTH = 8;
    /** A job makes a handful of files. */
    private static final int MOST_ROUNDS_BESIDE_A_WORKER = 64;

    private static final int MOST_FILES_BESIDE_A_WORKER = 16 * Footprint.MOST_FILES;
    /** Folders a million deep. Only against one that goes on for ever: a worker's program that outlived it. */
    private static final int MOST_ROUNDS = 1 << 17;

    private static final Set<PosixFilePermission> OPEN =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path directory;
    /** Whether a worker may still be there. */
    private final boolean worker;

    private final long mostFiles;

    private long moved;
    private long removed;

    private Scratch(Path directory, boolean worker, long mostFiles) {
        this.directory = directory;
        this.worker = worker;
        this.mostFiles = mostFiles;
    }

    /**
     * Makes an empty directory, without what an earlier run left there. What cannot be removed must not keep the server
     * from starting: it stays, and a directory beside it is used.
     */
    public static Path fresh(Path directory) throws IOException {
        IOException first = new IOException("unset");
        for (int i = 0; i < MOST_BESIDE; i++) {
            Path candidate = i == 0 ? directory : directory.resolveSibling(directory.getFileName() + "-" + i);
            try {
                wipe(candidate);
                return Files.createDirectories(candidate);
            } catch (IOException e) {
                LOG.warn("{} cannot be emptied and stays; remove it by hand: {}", candidate, e.toString());
                first = i == 0 ? e : first;
            }
        }
        throw new IOException("no scratch space: remove " + directory + " and those beside it by hand", first);
    }

    /**
     * Removes a directory and all below it; links are removed, not followed. Nobody may be at work in it any more: what
     * was closed against everybody is opened by its name.
     */
    public static void wipe(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                    .containsAll(OPEN)) {
                Files.setPosixFilePermissions(directory, OPEN);
            }
            new Scratch(directory, false, Long.MAX_VALUE).empty(MOST_ROUNDS);
            Files.deleteIfExists(directory);
        }
    }

    /**
     * Removes all below a directory and leaves it: it may be the working directory of a worker that lives. Fails where
     * that has closed a folder or does not stop making new ones.
     */
    public static void empty(Path directory) throws IOException {
        empty(directory, MOST_ROUNDS_BESIDE_A_WORKER, MOST_FILES_BESIDE_A_WORKER);
    }

    static void empty(Path directory, int mostRounds, long mostFiles) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            new Scratch(directory, true, mostFiles).empty(mostRounds);
        }
    }

    private void empty(int mostRounds) throws IOException {
        boolean again = true;
        for (int round = 0; again; round++) {
            if (round == mostRounds) {
                throw new IOException("folders come as fast as they are removed: " + directory);
            }
            // As often as something was moved up: that may not be seen by the reading that is under way.
            try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
                if (!(opened instanceof SecureDirectoryStream<Path> top)) {
                    throw new IOException("folders cannot be emptied safely on this system: " + directory);
                }
                long before = moved;
                clear(top, top, directory, 0);
                again = moved > before;
            }
        }
    }

    private void clear(SecureDirectoryStream<Path> folder, SecureDirectoryStream<Path> top, Path path, int depth)
            throws IOException {
        for (Path each : folder) {
            Path name = each.getFileName();
            if (++removed > mostFiles) {
                throw new IOException("files come as fast as they are removed: " + directory);
            }
            try {
                if (folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory()) {
                    directory(folder, name, top, path.resolve(name), depth);
                } else {
                    folder.deleteFile(name);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // A worker that is still there changed it: whoever empties the folder next finds it.
            }
        }
    }

    private void directory(
            SecureDirectoryStream<Path> folder, Path name, SecureDirectoryStream<Path> top, Path path, int depth)
            throws IOException {
        open(folder, name, path);
        if (depth >= MOST_DEPTH) {
            folder.move(name, top, Path.of(".moved-" + System.nanoTime() + "-" + moved++));
            return;
        }
        try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            clear(below, top, path, depth + 1);
        }
        folder.deleteDirectory(name);
    }

    private void open(SecureDirectoryStream<Path> folder, Path name, Path path) throws IOException {
        try {
            folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(OPEN);
        } catch (AccessDeniedException e) {
            // Java opens what it changes without following links, and a closed folder opens to nobody but root. By its
            // name it can be changed, and nobody is there who could put a link in its place.
            if (worker || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            Files.setPosixFilePermissions(path, OPEN);
        }
    }
}
