package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StillKeptException;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/** A WORM store in memory whose writes fail where a test says so. Survives the "crash" of whoever uses it. */
public final class MemoryWorm implements WormStore {
    /** Tests put and take beside the log's own threads. */
    public final SortedMap<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

    private final SortedMap<ObjectKey, Instant> retention = new TreeMap<>();
    private final Set<ObjectKey> held = new HashSet<>();
    private final List<ObjectKey> puts = new ArrayList<>();
    private Fault fault = (number, key) -> Outcome.DONE;
    private boolean dead;

    /** What becomes of a write. */
    public enum Outcome {
        DONE,
        FAILED,
        FAILED_BUT_WRITTEN,
        /** As from the process' death: neither this nor anything after it. */
        DIED,
        DIED_AFTER_WRITING
    }

    public interface Fault {
        Outcome of(int number, ObjectKey key);
    }

    public synchronized void fault(Fault fault) {
        this.fault = fault;
        puts.clear();
        dead = false;
    }

    public synchronized int puts() {
        return puts.size();
    }

    public synchronized boolean isDead() {
        return dead;
    }

    @Override
    public void start() {}

    @Override
    public synchronized StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        if (dead) {
            throw new IOException("dead");
        }
        Outcome outcome = fault.of(puts.size(), key);
        puts.add(key);
        dead = outcome == Outcome.DIED || outcome == Outcome.DIED_AFTER_WRITING;
        if (outcome == Outcome.FAILED || outcome == Outcome.DIED) {
            throw new IOException("injected: not written: " + key);
        }
        byte[] present = objects.get(key);
        if (present != null && !Arrays.equals(present, bytes)) {
            throw new ObjectConflictException("injected conflict: " + key + " holds other bytes");
        }
        objects.put(key, bytes.clone());
        retention.merge(key, retainUntil, (a, b) -> a.isAfter(b) ? a : b);
        if (outcome != Outcome.DONE) {
            throw new IOException("injected: written all the same: " + key);
        }
        return find(key).orElseThrow();
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
    public synchronized Optional<StoredObject> find(ObjectKey key) {
        byte[] bytes = objects.get(key);
        return bytes == null
                ? Optional.empty()
                : Optional.of(new StoredObject(
                        key, bytes.length, retention.getOrDefault(key, Instant.EPOCH), held.contains(key)));
    }

    @Override
    public synchronized SeekableByteChannel open(ObjectKey key) throws IOException {
        Path copy = Files.createTempFile("object", "");
        Files.write(copy, read(key, Integer.MAX_VALUE));
        SeekableByteChannel channel = Files.newByteChannel(copy);
        Files.delete(copy);
        return channel;
    }

    @Override
    public synchronized byte[] read(ObjectKey key, int limitBytes) throws IOException {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new NoSuchFileException(key.value());
        }
        if (bytes.length > limitBytes) {
            throw new IOException(key + " is longer than " + limitBytes);
        }
        return bytes.clone();
    }

    @Override
    public synchronized Stream<ObjectKey> list(String prefix) {
        return new ArrayList<>(objects.keySet())
                .stream().filter(key -> key.value().startsWith(prefix));
    }

    @Override
    public synchronized void extend(ObjectKey key, Instant retainUntil) throws IOException {
        change(key, () -> retention.merge(key, retainUntil, (a, b) -> a.isAfter(b) ? a : b));
    }

    @Override
    public synchronized void hold(ObjectKey key) throws IOException {
        change(key, () -> held.add(key));
    }

    @Override
    public synchronized void release(ObjectKey key) throws IOException {
        change(key, () -> held.remove(key));
    }

    @Override
    public synchronized void dispose(ObjectKey key, Instant now) throws IOException {
        Optional<StoredObject> stored = find(key);
        if (stored.isPresent()) {
            StillKeptException.check(stored.get(), now);
            change(key, () -> {
                objects.remove(key);
                retention.remove(key);
            });
        }
    }

    /** A change of what is there, which fails as a put does. */
    private void change(ObjectKey key, Runnable change) throws IOException {
        if (dead) {
            throw new IOException("dead");
        }
        if (!objects.containsKey(key)) {
            throw new NoSuchFileException(key.value());
        }
        Outcome outcome = fault.of(puts.size(), key);
        puts.add(key);
        dead = outcome == Outcome.DIED || outcome == Outcome.DIED_AFTER_WRITING;
        if (outcome == Outcome.FAILED || outcome == Outcome.DIED) {
            throw new IOException("injected: not changed: " + key);
        }
        change.run();
        if (outcome != Outcome.DONE) {
            throw new IOException("injected: changed all the same: " + key);
        }
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
