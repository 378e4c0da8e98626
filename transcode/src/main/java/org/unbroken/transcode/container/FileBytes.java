package org.unbroken.transcode.container;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads at given places of a file; big-endian, as most containers are. */
public final class FileBytes implements Closeable {
    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    public static FileBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileBytes(channel, channel.size());
    }

    public long size() {
        return size;
    }

    /** Exactly so many bytes from there; throws {@link EOFException} where the file has fewer. */
    public ByteBuffer at(long offset, int length) throws IOException {
        ByteBuffer buffer = upTo(offset, length);
        if (buffer.remaining() < length) {
            throw new EOFException("the file ends at " + size);
        }
        return buffer;
    }

    /** At most so many bytes from there. */
    public ByteBuffer upTo(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - offset)));
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, offset + buffer.position());
            if (read < 0) {
                break;
            }
        }
        return buffer.flip();
    }

    /** Fills a buffer from there on, as far as the file goes. */
    public void read(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
