package org.unbroken.storage.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Set;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;

/**
 * Bytes on their way to the object store, in a private file of this process: all after the last whole part. Nothing here
 * is durable or needs to be: what a client was told of is in the store.
 */
final class Spool implements Closeable {
    static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
    private static final int BUFFER_BYTES = 256 << 10;

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    /** The upload's offset of the file's first byte. */
    private long from;

    private Spool(Disk disk, Path path, DiskFile file, long from) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.from = from;
    }

    static Spool create(Disk disk, Path path, long from) throws IOException {
        return new Spool(disk, path, disk.create(path, MODE), from);
    }

    long from() {
        return from;
    }

    long end() throws IOException {
        return from + file.length();
    }

    void write(long offset, ByteBuffer bytes) throws IOException {
        file.write(offset - from, bytes);
    }

    int read(long offset, ByteBuffer into) throws IOException {
        return file.read(offset - from, into);
    }

    void truncate(long length) throws IOException {
        file.truncate(length - from);
    }

    /** Forgets everything; the next byte is the one at this offset. */
    void restart(long offset) throws IOException {
        file.truncate(0);
        from = offset;
    }

    /** Forgets what lies before this offset. What lies after is little: what came with the last bytes of a part. */
    void dropBefore(long offset) throws IOException {
        long left = end() - offset;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(left, 0)));
        for (long at = 0; at < left; ) {
            buffer.clear();
            int count = read(offset + at, buffer);
            file.write(at, buffer.flip());
            at += count;
        }
        file.truncate(left);
        from = offset;
    }

    ByteBuffer bytes(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (read(offset, bytes) != length) {
            throw new IOException("the spool " + path + " ends before " + (offset + length));
        }
        return bytes.flip();
    }

    void digest(long offset, long length, MessageDigest... digests) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = 0; at < length; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, length - at));
            if (read(offset + at, buffer) < buffer.limit()) {
                throw new IOException("the spool " + path + " ends before " + (offset + length));
            }
            for (MessageDigest digest : digests) {
                digest.update(buffer.array(), 0, buffer.limit());
            }
        }
    }

    /** A range as a stream of its own, as often as one is asked for. */
    InputStream stream(long offset, long length) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int start, int count) {
                Objects.checkFromIndexSize(start, count, into.length);
                if (at >= length) {
                    return -1;
                }
                try {
                    int wanted = (int) Math.min(count, length - at);
                    int got = Spool.this.read(offset + at, ByteBuffer.wrap(into, start, wanted));
                    if (got < wanted) {
                        throw new IOException("the spool " + path + " ends before " + (offset + length));
                    }
                    at += got;
                    return got;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        try (file) {
            disk.delete(path);
        } catch (NoSuchFileException e) {
            // Closed before.
        }
    }
}
