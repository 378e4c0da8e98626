package org.unbroken.storage.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file behind a channel, used by position. An interrupted thread finds its channel closed (that is how
 * {@link FileChannel} works): the call fails, and the file has to be opened again.
 */
final class LocalDiskFile implements DiskFile {
    private final FileChannel channel;

    LocalDiskFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int count = channel.read(into, offset + total);
            if (count < 0) {
                break;
            }
            total += count;
        }
        return total;
    }

    @Override
    public void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    @Override
    public void syncData() throws IOException {
        channel.force(false);
    }

    @Override
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
