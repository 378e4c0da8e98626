package org.unbroken.transcode.supervise;

import java.io.IOException;
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

/**
 * Temporary directories. Nothing in them must last, so nothing here is synced.
 *
 * <p>What a worker left may be meant to harm, and the worker may still be there: a folder that becomes a link to the
 * server's own files while it is being emptied, one that nobody may open, or one so deep that no path can name it. So
 * every folder is opened within the one above it and never through a link, and what lies deep is first moved up.
 */
public final class Scratch {
    private static final int MOST_DEPTH = 16;
    private static final Set<PosixFilePermission> OPEN =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final SecureDirectoryStream<Path> top;
    private long moved;

    private Scratch(SecureDirectoryStream<Path> top) {
        this.top = top;
    }

    /** Removes a directory and all below it; links are removed, not followed. */
    public static void wipe(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            empty(directory);
            Files.deleteIfExists(directory);
        }
    }

    /** Removes all below a directory and leaves it: it may be some process's working directory. */
    public static void empty(Path directory) throws IOException {
        boolean again = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
        while (again) {
            // As often as something was moved up: that may not be seen by the reading that is under way.
            try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
                if (!(opened instanceof SecureDirectoryStream<Path> top)) {
                    throw new IOException("folders cannot be emptied safely on this system: " + directory);
                }
                Scratch scratch = new Scratch(top);
                scratch.clear(top, 0);
                again = scratch.moved > 0;
            }
        }
    }

    private void clear(SecureDirectoryStream<Path> folder, int depth) throws IOException {
        for (Path each : folder) {
            Path name = each.getFileName();
            try {
                if (folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                        .isDirectory()) {
                    directory(folder, name, depth);
                } else {
                    folder.deleteFile(name);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // A worker that is still there changed it: whoever empties the folder next finds it.
            }
        }
    }

    private void directory(SecureDirectoryStream<Path> folder, Path name, int depth) throws IOException {
        if (depth >= MOST_DEPTH) {
            folder.move(name, top, Path.of(".moved-" + System.nanoTime() + "-" + moved++));
            return;
        }
        folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(OPEN);
        try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            clear(below, depth + 1);
        }
        folder.deleteDirectory(name);
    }
}
