package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Temporary directories. Nothing in them must last, so nothing here is synced. */
public final class Scratch {
    private Scratch() {}

    /** Removes a directory and all below it; links are removed, not followed. */
    public static void wipe(Path directory) throws IOException {
        remove(directory, true);
    }

    /** Removes all below a directory and leaves it: it may be some process's working directory. */
    public static void empty(Path directory) throws IOException {
        remove(directory, false);
    }

    private static void remove(Path directory, boolean itself) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (itself || !visited.equals(directory)) {
                    Files.deleteIfExists(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
