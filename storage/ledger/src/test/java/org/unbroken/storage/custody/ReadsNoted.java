package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** Notes which objects are read. */
record ReadsNoted(WormStore worm, Set<ObjectKey> read) implements WormStore {
    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        read.add(key);
        return worm.read(key, limitBytes);
    }

    @Override
    public void start() {}

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        return worm.put(key, bytes, retainUntil);
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException {
        return worm.stow(staged, size, key, retainUntil);
    }

    @Override
    public void releaseStaged(RecordingId staged) throws IOException {
        worm.releaseStaged(staged);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        return worm.find(key);
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        return worm.open(key);
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        return worm.list(prefix);
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        worm.extend(key, retainUntil);
    }

    @Override
    public void hold(ObjectKey key) throws IOException {
        worm.hold(key);
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        worm.release(key);
    }

    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        worm.dispose(key, now);
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return worm.localPath(key);
    }

    @Override
    public void close() {}
}
