package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** A store that has no files for others, as a bucket has none, and whose reads can break off. */
final class PathlessWorm extends ThroughWorm {
    volatile long breaksAfter = Long.MAX_VALUE;

    PathlessWorm(WormStore store) {
        super(store);
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        SeekableByteChannel whole = store.open(key);
        return new SeekableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                if (whole.position() >= breaksAfter) {
                    throw new IOException("connection reset");
                }
                return whole.read(into);
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
                return whole.write(from);
            }

            @Override
            public long position() throws IOException {
                return whole.position();
            }

            @Override
            public SeekableByteChannel position(long position) throws IOException {
                whole.position(position);
                return this;
            }

            @Override
            public long size() throws IOException {
                return whole.size();
            }

            @Override
            public SeekableByteChannel truncate(long size) throws IOException {
                return whole.truncate(size);
            }

            @Override
            public boolean isOpen() {
                return whole.isOpen();
            }

            @Override
            public void close() throws IOException {
                whole.close();
            }
        };
    }
}
