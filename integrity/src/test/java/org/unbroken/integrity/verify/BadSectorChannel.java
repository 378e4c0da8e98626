package org.unbroken.integrity.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file with one byte that cannot be read. */
final class BadSectorChannel implements SeekableByteChannel {
    private final byte[] bytes;
    private final int bad;
    private int position;

    BadSectorChannel(byte[] bytes, int bad) {
        this.bytes = bytes;
        this.bad = bad;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position == bytes.length) {
            return -1;
        }
        int count = Math.min(into.remaining(), bytes.length - position);
        if (position <= bad && bad < position + count) {
            throw new IOException("Input/output error");
        }
        into.put(bytes, position, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = Math.toIntExact(newPosition);
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
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
        return true;
    }

    @Override
    public void close() {}
}
