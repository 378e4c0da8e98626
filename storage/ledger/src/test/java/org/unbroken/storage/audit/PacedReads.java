package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.InstantSource;
import java.util.List;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** Counts what is read through channels, by the second of a clock. */
final class PacedReads extends ThroughWorm {
    private final InstantSource clock;
    private final long begin;
    private final List<Long> perSecond;

    PacedReads(WormStore store, InstantSource clock, List<Long> perSecond) {
        super(store);
        this.clock = clock;
        this.begin = clock.instant().getEpochSecond();
        this.perSecond = perSecond;
    }

    long total() {
        return perSecond.stream().mapToLong(Long::longValue).sum();
    }

    private void count(int bytes) {
        int second = (int) (clock.instant().getEpochSecond() - begin);
        while (perSecond.size() <= second) {
            perSecond.add(0L);
        }
        perSecond.set(second, perSecond.get(second) + Math.max(0, bytes));
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        SeekableByteChannel channel = super.open(key);
        return new SeekableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                int bytes = channel.read(into);
                count(bytes);
                return bytes;
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return channel.write(from);
            }

            @Override
            public long position() throws IOException {
                return channel.position();
            }

            @Override
            public SeekableByteChannel position(long to) throws IOException {
                channel.position(to);
                return this;
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public SeekableByteChannel truncate(long size) throws IOException {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
