package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** A store that has no files for others, as a bucket has none, and whose reads can break off. */
final class PathlessWorm implements WormStore {
    private final WormStore store;
    volatile long breaksAfter = Long.MAX_VALUE;

    PathlessWorm(WormStore store) {
        this.store = store;
    }

    @Override
    public void hold(ObjectKey key) throws IOException {
        store.hold(key);
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        store.release(key);
    }

    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        store.dispose(key, now);
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

    @Override
    public void start() throws IOException {
        store.start();
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        return store.put(key, bytes, retainUntil);
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException {
        return store.stow(staged, size, key, retainUntil);
    }

    @Override
    public void releaseStaged(RecordingId staged) throws IOException {
        store.releaseStaged(staged);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        return store.find(key);
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        return store.read(key, limitBytes);
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        return store.list(prefix);
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        store.extend(key, retainUntil);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
