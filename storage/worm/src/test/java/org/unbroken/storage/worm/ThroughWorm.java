package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;

/** Hands every call on: what a test store does otherwise is all that it says. */
public class ThroughWorm implements WormStore {
    protected final WormStore store;

    public ThroughWorm(WormStore store) {
        this.store = store;
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
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        return store.open(key);
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
        return store.localPath(key);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
