package org.unbroken.benchmarks.rebuild;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Puts the log's objects into a real store and the recordings' into memory: what is measured reads the log and the packs,
 * and a million files more would only make the preparation long.
 */
final class LogOnlyWorm implements WormStore {
    private final WormStore log;
    private final Map<ObjectKey, byte[]> rest = new ConcurrentHashMap<>();

    LogOnlyWorm(WormStore log) {
        this.log = log;
    }

    private static boolean isLog(ObjectKey key) {
        return key.value().startsWith("log/");
    }

    @Override
    public void start() {}

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        if (isLog(key)) {
            return log.put(key, bytes, retainUntil);
        }
        // The database has the details, and packs take them from there.
        if (!key.value().contains("/details/")) {
            rest.put(key, bytes);
        }
        return new StoredObject(key, bytes.length, retainUntil);
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
        return log.find(key);
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        return log.open(key);
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        if (isLog(key)) {
            return log.read(key, limitBytes);
        }
        byte[] bytes = rest.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key.value());
        }
        return bytes;
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        return log.list(prefix);
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        log.extend(key, retainUntil);
    }

    @Override
    public void hold(ObjectKey key) throws IOException {
        log.hold(key);
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        log.release(key);
    }

    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        log.dispose(key, now);
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
