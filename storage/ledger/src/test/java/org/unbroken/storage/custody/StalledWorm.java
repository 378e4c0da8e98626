package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** A WORM store as one process reaches it. */
record StalledWorm(WormStore worm, Stall stall) implements WormStore {
    @Override
    public void start() {}

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        stall.step("before put " + key);
        StoredObject put = worm.put(key, bytes, retainUntil);
        stall.step("after put " + key);
        return put;
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void releaseStaged(RecordingId staged) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        stall.pass();
        return worm.find(key);
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        stall.pass();
        return worm.open(key);
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        stall.pass();
        return worm.read(key, limitBytes);
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        stall.pass();
        return worm.list(prefix);
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        stall.pass();
        worm.extend(key, retainUntil);
    }

    @Override
    public void hold(ObjectKey key) throws IOException {
        stall.pass();
        worm.hold(key);
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        stall.pass();
        worm.release(key);
    }

    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        stall.pass();
        worm.dispose(key, now);
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return worm.localPath(key);
    }

    @Override
    public void close() {}
}
