package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Some of a file's bytes as if they were a file. Its own position: several may be read from one file at once. */
final class ZipSlice implements SeekableByteChannel {
    private final FileChannel file;
    private final long begin;
    private final long length;
    private long position;

    ZipSlice(FileChannel file, long begin, long length) {
        this.file = file;
        this.begin = begin;
        this.length = length;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long left = length - position;
        if (left <= 0) {
            return -1;
        }
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + left));
        try {
            int count = file.read(into, begin + position);
            position += Math.max(0, count);
            return count;
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        // The file is the reader's.
    }
}
