package org.unbroken.storage.durable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Small files (keys, tokens, receipts) that are there whole or not at all, whenever the power goes.
 *
 * <pre>
 * write  DIR/.NAME.N.tmp     a crash leaves a temporary file that nobody reads
 * fsync  DIR/.NAME.N.tmp
 * rename DIR/.NAME.N.tmp -> NAME  (or link, where nothing may be replaced)
 * fsync  DIR                 a crash before: the old file or the new one; after: the new one
 * </pre>
 *
 * A call that fails has not happened, or has happened but may not last: the caller may repeat {@code replace}; after a
 * failed {@code create} it finds either nothing or its own bytes. Several processes may write the same directory.
 */
public final class DurableFiles {
    /** For the owner alone: what lies in these files is mostly secret. */
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    public static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private final Disk disk;
    private final AtomicLong temporaries = new AtomicLong();

    public DurableFiles(Disk disk) {
        this.disk = disk;
    }

    /** Writes a file that is not there yet; its directory is made if need be. Mode {@link #OWNER_ONLY}. */
    public void create(Path path, byte[] bytes) throws IOException {
        create(path, bytes, OWNER_ONLY);
    }

    /** As {@link #create(Path, byte[])}; throws {@link FileAlreadyExistsException} and leaves what is there. */
    public void create(Path path, byte[] bytes, Set<PosixFilePermission> mode) throws IOException {
        Path holder = makeHolder(path);
        Path temporary = writeTemporary(holder, path, bytes, mode);
        try {
            disk.link(temporary, path);
        } finally {
            // The bytes have their own name by now or are not wanted. A leftover after a crash harms nobody.
            disk.delete(temporary);
        }
        disk.syncDirectory(holder);
    }

    /** Writes a file in place of what is there, if anything. Mode {@link #OWNER_ONLY}. */
    public void replace(Path path, byte[] bytes) throws IOException {
        replace(path, bytes, OWNER_ONLY);
    }

    public void replace(Path path, byte[] bytes, Set<PosixFilePermission> mode) throws IOException {
        Path holder = makeHolder(path);
        Path temporary = writeTemporary(holder, path, bytes, mode);
        try {
            disk.rename(temporary, path);
        } catch (IOException e) {
            dropAfter(e, temporary);
            throw e;
        }
        disk.syncDirectory(holder);
    }

    /** The whole file; throws {@link NoSuchFileException}, and {@link IOException} when it is longer than the limit. */
    public byte[] read(Path path, int limitBytes) throws IOException {
        try (SeekableByteChannel channel = disk.openToRead(path)) {
            long size = channel.size();
            if (size > limitBytes) {
                throw new IOException(path + " has " + size + " bytes, more than " + limitBytes);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException(path + " became shorter while it was read");
                }
            }
            return bytes.array();
        }
    }

    /** Takes a file away for good. Nothing happens if it is not there. */
    public void delete(Path path) throws IOException {
        Path holder = holderOf(path);
        try {
            disk.delete(path);
        } catch (NoSuchFileException e) {
            // Gone already; but perhaps by a process that was killed before it synced.
            if (disk.facts(holder).isEmpty()) {
                return;
            }
        }
        disk.syncDirectory(holder);
    }

    /** Makes a directory and those above it, durably. */
    public void createDirectories(Path directory) throws IOException {
        new DurableDirectories(disk, directory).start();
    }

    private Path makeHolder(Path path) throws IOException {
        Path holder = holderOf(path);
        if (disk.facts(holder).isEmpty()) {
            createDirectories(holder);
        }
        return holder;
    }

    private static Path holderOf(Path path) {
        Path holder = path.toAbsolutePath().getParent();
        if (holder == null) {
            throw new IllegalArgumentException("not a file: " + path);
        }
        return holder;
    }

    private Path writeTemporary(Path holder, Path path, byte[] bytes, Set<PosixFilePermission> mode)
            throws IOException {
        while (true) {
            Path temporary = holder.resolve("." + path.getFileName() + "."
                    + ProcessHandle.current().pid() + "-" + temporaries.getAndIncrement() + ".tmp");
            try (DiskFile file = disk.create(temporary, mode)) {
                try {
                    file.write(0, ByteBuffer.wrap(bytes));
                    file.sync();
                } catch (IOException e) {
                    dropAfter(e, temporary);
                    throw e;
                }
                return temporary;
            } catch (FileAlreadyExistsException e) {
                // Left by a crashed process that had our number (in a container every one has): take the next.
            }
        }
    }

    private void dropAfter(IOException cause, Path temporary) {
        try {
            disk.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
