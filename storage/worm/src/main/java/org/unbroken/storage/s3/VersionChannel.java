package org.unbroken.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads a remote object as if it were a file. The first read at a place asks for a window around a chunk's tenth, so that
 * looking into an index here and there costs little; who reads on past it gets one request to the object's end, held open
 * while the reading goes on in order.
 *
 * <p>A transfer that breaks is taken up where it broke, unless it breaks again and again without a byte. Used by one
 * thread at a time.
 */
final class VersionChannel implements SeekableByteChannel {
    static final int WINDOW_BYTES = 1 << 20;
    /** Reading over a small gap costs less than a new request. */
    static final int SKIP_BYTES = 256 << 10;

    private static final int ATTEMPTS = 4;

    private final long size;
    private final RangeSource source;
    private final byte[] buffer = new byte[64 << 10];
    private RangeSource.@Nullable Range range;
    private long position;
    /** Where the open range gives its next byte, and where it ends. */
    private long at;

    private long end;
    private boolean closed;

    VersionChannel(long size, RangeSource source) {
        this.size = size;
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        checkOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        if (position >= size) {
            return -1;
        }
        int total = 0;
        while (into.hasRemaining() && position < size) {
            int count = some(into);
            total += count;
            if (count < buffer.length) {
                break;
            }
        }
        return total;
    }

    /** At least one byte. */
    private int some(ByteBuffer into) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                RangeSource.Range open = at(position);
                int wanted = (int) Math.min(Math.min(into.remaining(), buffer.length), end - at);
                byte[] target = into.hasArray() ? into.array() : buffer;
                int offset = into.hasArray() ? into.arrayOffset() + into.position() : 0;
                int count = open.bytes().read(target, offset, wanted);
                if (count < 0) {
                    throw new EOFException("the transfer ended " + (end - at) + " bytes early");
                }
                if (into.hasArray()) {
                    into.position(into.position() + count);
                } else {
                    into.put(buffer, 0, count);
                }
                at += count;
                position += count;
                return count;
            } catch (IOException e) {
                abandon();
                if (attempt == ATTEMPTS || e instanceof java.io.InterruptedIOException) {
                    throw e;
                }
            }
        }
    }

    private RangeSource.Range at(long wanted) throws IOException {
        boolean goesOn = at == wanted;
        RangeSource.Range open = range;
        if (open != null && wanted > at && wanted - at <= SKIP_BYTES && wanted < end) {
            open.bytes().skipNBytes(wanted - at);
            at = wanted;
            return open;
        }
        if (open != null && goesOn && at < end) {
            return open;
        }
        boolean sequential = open != null && goesOn;
        release();
        long to = sequential ? size : Math.min(size, wanted + WINDOW_BYTES);
        RangeSource.Range opened = source.open(wanted, to);
        range = opened;
        at = wanted;
        end = to;
        return opened;
    }

    /** A range read to its end gives its connection back; another would have to be read to its end first. */
    private void release() throws IOException {
        RangeSource.Range open = range;
        if (open != null && at == end) {
            range = null;
            open.bytes().close();
        } else {
            abandon();
        }
    }

    private void abandon() {
        RangeSource.Range open = range;
        range = null;
        if (open != null) {
            open.abandon();
        }
    }

    @Override
    public long position() throws IOException {
        checkOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        checkOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("position " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        return size;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
