package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a worker made. The worker may be in hostile hands and goes on living: what it hands over may become a link,
 * a pipe or longer while it is looked at, and it may keep the file open. So a file is first moved out of the worker's
 * reach, then looked at, and its bytes are copied: what is published is a file that no worker ever had open.
 */
public final class Takeover {
    private static final int PIECE_BYTES = 1 << 18;

    private final Path custody;
    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    /** {@code custody} lies beside the workers' homes, on their file system; it is made when first needed. */
    Takeover(Path custody, long mostBytes) {
        this.custody = custody;
        this.mostBytes = mostBytes;
    }

    /**
     * Puts a worker's file into its place, so that it is there whole or not at all.
     *
     * @return the place; null where the worker left no plain file of at most the permitted length
     */
    public @Nullable Path take(Path made, Path place) throws IOException {
        Path held = Files.createDirectories(custody).resolve(Long.toString(taken.incrementAndGet()));
        try {
            Files.move(made, held, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return null;
        }
        Path target = place.toAbsolutePath();
        Path temporary = target.resolveSibling(
                String.format(Locale.ROOT, ".%s.%x.part", target.getFileName(), System.nanoTime()));
        try {
            if (!Files.isRegularFile(held, LinkOption.NOFOLLOW_LINKS) || !copied(held, temporary)) {
                return null;
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return place;
        } finally {
            Files.deleteIfExists(temporary);
            if (Files.isDirectory(held, LinkOption.NOFOLLOW_LINKS)) {
                Scratch.wipe(held);
            } else {
                Files.deleteIfExists(held);
            }
        }
    }

    private boolean copied(Path from, Path to) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long copied = 0;
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                copied += read;
                if (copied > mostBytes) {
                    return false;
                }
                out.write(piece, 0, read);
            }
        }
        return true;
    }
}
