package org.unbroken.deploy.config;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write in a data folder: one process at a time. The kernel takes the lock back when the process ends,
 * however it ends, so a crash leaves nothing to clean up. The file {@code lock} tells people whose it is.
 */
public final class DataFolder implements Closeable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is missing and takes it.
     *
     * @throws IOException saying who has it, when another process does
     */
    public static DataFolder take(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IOException("the data folder " + path + " is not a folder");
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException(
                    "the data folder " + path + " cannot be made ("
                            + e.getClass().getSimpleName() + "): is its parent there, and may you write to it?",
                    e);
        }
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new IOException("the data folder " + path + " is in use by another process (" + holder(channel)
                        + "); one at a time may write there");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
            return new DataFolder(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: for whoever asks a second time that is the same answer.
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return holder.isEmpty() ? "which has not said who it is" : holder;
    }

    /** Where hashes of bearer tokens lie. Not under the lock: tokens are issued while a server runs. */
    public static Path tokens(Path data) {
        return data.resolve("access").resolve("tokens");
    }

    /** Where client certificates that may come in are registered. */
    public static Path certificates(Path data) {
        return data.resolve("access").resolve("certificates");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
