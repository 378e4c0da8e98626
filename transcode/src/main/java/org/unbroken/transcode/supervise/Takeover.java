package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a worker made. The worker may be in hostile hands and goes on living: what it hands over may become a link,
 * a pipe or longer while it is looked at, it may be closed against everybody, and the worker may keep the file open. So a
 * file is first moved out of the worker's reach, then looked at, and its bytes are copied: what is published is a file
 * that no worker ever had open.
 *
 * <p>The copy is on the disk before it gets its name: whoever finds the name takes the file for whole, also after a power
 * cut. A crash before that leaves {@code .NAME.RUN-NUMBER.part} beside the place, which the next run that takes a file
 * for the same place removes.
 */
public final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final int PIECE_BYTES = 1 << 18;

    /** Brings a file or the names in a folder to the disk. */
    @FunctionalInterface
    interface Sync {
        void force(FileChannel opened, Path path) throws IOException;
    }

    private final Path custody;
    private final long mostBytes;
    private final Sync sync;
    private final String run = Long.toHexString(System.nanoTime());
    private final AtomicLong taken = new AtomicLong();

    /** {@code custody} lies beside the workers' homes, on their file system; it is made when first needed. */
    Takeover(Path custody, long mostBytes) {
        this(custody, mostBytes, (opened, path) -> opened.force(true));
    }

    Takeover(Path custody, long mostBytes, Sync sync) {
        this.custody = custody;
        this.mostBytes = mostBytes;
        this.sync = sync;
    }

    /**
     * Puts a worker's file into its place, so that it is there whole or not at all.
     *
     * @return the place; null where the worker left no plain file of at most the permitted length that can be read
     */
    public @Nullable Path take(Path made, Path place) throws IOException {
        long number = taken.incrementAndGet();
        Path held = Files.createDirectories(custody).resolve(Long.toString(number));
        Path target = place.toAbsolutePath();
        removeLeftovers(target);
        try {
            Files.move(made, held, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // A folder that nobody may write to cannot be moved either: it goes with the worker's home.
            return null;
        }
        Path temporary =
                target.resolveSibling(String.format(Locale.ROOT, ".%s.%s-%x.part", target.getFileName(), run, number));
        try {
            if (!copied(held, temporary)) {
                return null;
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Path folder = target.resolveSibling(".");
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                sync.force(names, folder);
            }
            return place;
        } finally {
            discard(temporary);
            discard(held);
        }
    }

    /** What earlier runs left; another thread of this run may be at work. */
    private void removeLeftovers(Path target) throws IOException {
        String mine = "." + target.getFileName() + "." + run + "-";
        String all = "." + target.getFileName() + ".";
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(target.resolveSibling("."), file -> {
            String name = file.getFileName().toString();
            return name.startsWith(all)
                    && !name.startsWith(mine)
                    && name.substring(all.length()).matches("[0-9a-f]+-[0-9a-f]+\\.part");
        })) {
            for (Path leftover : beside) {
                discard(leftover);
            }
        }
    }

    /** What cannot be removed must not hide how the taking ended. */
    private static void discard(Path file) {
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Scratch.wipe(file);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} stays until the next start: {}", file, e.toString());
        }
    }

    private boolean copied(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        InputStream opened;
        try {
            opened = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            return false;
        }
        try (InputStream in = opened) {
            return copied(in, to);
        }
    }

    private boolean copied(InputStream in, Path to) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long copied = 0;
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream bytes = Channels.newOutputStream(out);
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                copied += read;
                if (copied > mostBytes) {
                    return false;
                }
                bytes.write(piece, 0, read);
            }
            sync.force(out, to);
        }
        return true;
    }
}
