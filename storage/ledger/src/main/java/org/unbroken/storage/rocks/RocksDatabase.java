package org.unbroken.storage.rocks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB directory, owned by this process while it is open (RocksDB's own {@code LOCK} file sees to that).
 *
 * <p>A write that failed leaves unknown what the disk holds: the write-ahead log may or may not have it. The database
 * therefore refuses every later write until it is opened again, when the log is read and the question answered. Reads
 * go on.
 *
 * <p>Thread-safe. Calls after {@link #close} throw {@link IOException}: the bare library would crash the process, so a
 * lock keeps the native handles alive as long as a call is under way.
 */
public final class RocksDatabase implements RocksReader, Closeable {
    /** What fits into a processor's cache while it is put together and taken apart. */
    private static final int PIECE_BYTES = 256 << 10;

    private static final int FIRST_BYTES = 16 << 10;

    private final Path directory;
    private final OpenedFiles files;
    private final Map<String, ColumnFamilyHandle> families;
    /** Asked for once: to ask is a call into the library. */
    private final Map<String, Integer> familyIds = new HashMap<>();

    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    /** Guarded by itself. */
    private final Set<Object> borrowed = new HashSet<>();

    private volatile @Nullable IOException failure;
    private boolean closed;

    private RocksDatabase(Path directory, OpenedFiles files) {
        this.directory = directory;
        this.files = files;
        this.families = files.families();
        families.forEach((name, handle) -> familyIds.put(name, handle.getID()));
    }

    /**
     * Opens or creates the database with at least these column families; others that are there stay as they are.
     * Whatever a crash left is recovered here.
     */
    public static RocksDatabase open(Path directory, List<String> families) throws IOException {
        return new RocksDatabase(directory, OpenedFiles.open(directory, families, Set.of(), Tuning.SERVING));
    }

    /**
     * As {@link #open}, tuned for one thread that puts in very much at once, {@link Durability#UNLOGGED}.
     *
     * @param onlyPut families that nobody reads before it is all in: they can be read, and that is slow
     */
    public static RocksDatabase openForLoading(Path directory, List<String> families, Set<String> onlyPut)
            throws IOException {
        return new RocksDatabase(directory, OpenedFiles.open(directory, families, onlyPut, Tuning.LOADING));
    }

    /** As {@link #open}, for one that is only to be looked into, and kept from others, until something takes its place. */
    public static RocksDatabase openToHold(Path directory, List<String> families) throws IOException {
        return new RocksDatabase(directory, OpenedFiles.open(directory, families, Set.of(), Tuning.HOLDING));
    }

    public Path directory() {
        return directory;
    }

    /**
     * Applies the batch, all or none; one that is {@link Durability#UNLOGGED} in pieces, which readers may see. After a
     * failure nothing more is written until the database is opened again.
     */
    public void write(Batch batch, Durability durability) throws IOException {
        Lock lock = use();
        try {
            IOException earlier = failure;
            if (earlier != null) {
                throw new IOException("writing to " + directory + " stopped at an earlier failure", earlier);
            }
            BatchBytes changes = new BatchBytes(FIRST_BYTES);
            try {
                for (Batch.Change change : batch.changes()) {
                    change.enter(changes, this::familyId);
                    if (durability == Durability.UNLOGGED && changes.length() > PIECE_BYTES) {
                        write(changes, unlogged);
                    }
                }
                write(changes, options(durability));
            } catch (RocksDBException e) {
                IOException failed = new IOException("cannot write to " + directory + ": " + e.getMessage(), e);
                failure = failed;
                throw failed;
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(BatchBytes changes, WriteOptions options) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch(changes.take())) {
            db().write(options, batch);
        }
    }

    private WriteOptions options(Durability durability) {
        return switch (durability) {
            case UNLOGGED -> unlogged;
            case UNSYNCED -> unsynced;
            case SYNCED -> synced;
        };
    }

    /** Makes all that was written durable, {@link Durability#UNLOGGED} writes too, and waits for it. */
    public void flush() throws IOException {
        Lock lock = use();
        try (FlushOptions starting = new FlushOptions().setWaitForFlush(false);
                FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            // Waiting for a family before the next one is begun would leave the other processors idle.
            db().flush(starting, List.copyOf(families.values()));
            db().flush(waiting, List.copyOf(families.values()));
            db().flushWal(true);
        } catch (RocksDBException e) {
            IOException failed = new IOException("cannot flush " + directory + ": " + e.getMessage(), e);
            failure = failed;
            throw failed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the tables of a family anew from one key on up to another, without what was deleted or replaced: until then
     * it lies in old tables, where nobody reads it and everybody who has the files can. What is still in memory or in the
     * write-ahead log is flushed first, and the log's old files go. Takes as long as it takes to copy those tables.
     */
    public void purge(String family, byte[] from, byte[] toExclusive) throws IOException {
        Lock lock = use();
        try (CompactRangeOptions whole = new CompactRangeOptions()
                .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)
                .setExclusiveManualCompaction(false)) {
            // An empty bound is none.
            db().compactRange(
                            family(family),
                            from.length == 0 ? null : from,
                            toExclusive.length == 0 ? null : toExclusive,
                            whole);
        } catch (RocksDBException e) {
            throw new IOException("cannot compact " + directory + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Why writes are refused; empty while all is well. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<byte[]> get(String family, byte[] key) throws IOException {
        return get(family, key, null);
    }

    Optional<byte[]> get(String family, byte[] key, @Nullable RocksSnapshot moment) throws IOException {
        Lock lock = use();
        try {
            if (moment == null) {
                return Optional.ofNullable(db().get(family(family), key));
            }
            try (ReadOptions options = reading(moment)) {
                return Optional.ofNullable(db().get(family(family), options, key));
            }
        } catch (RocksDBException e) {
            throw new IOException("cannot read from " + directory + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Scan scan(String family, byte[] from, byte[] toExclusive) throws IOException {
        return scan(family, from, toExclusive, false, null);
    }

    @Override
    public Scan scanReverse(String family, byte[] from, byte[] toExclusive) throws IOException {
        return scan(family, from, toExclusive, true, null);
    }

    Scan scan(String family, byte[] from, byte[] toExclusive, boolean reverse, @Nullable RocksSnapshot moment)
            throws IOException {
        Lock lock = use();
        try {
            ColumnFamilyHandle handle = family(family);
            ReadOptions options = reading(moment);
            Slice lower = new Slice(from);
            Slice upper = new Slice(toExclusive);
            options.setIterateLowerBound(lower);
            if (toExclusive.length > 0) {
                options.setIterateUpperBound(upper);
            }
            Scan scan = new Scan(this, options, lower, upper, db().newIterator(handle, options), reverse);
            synchronized (borrowed) {
                borrowed.add(scan);
            }
            return scan;
        } finally {
            lock.unlock();
        }
    }

    /** This moment, to be read at leisure. The caller closes it. */
    public RocksSnapshot snapshot() throws IOException {
        Lock lock = use();
        try {
            RocksSnapshot snapshot = new RocksSnapshot(this, db().getSnapshot());
            synchronized (borrowed) {
                borrowed.add(snapshot);
            }
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    private static ReadOptions reading(@Nullable RocksSnapshot moment) throws IOException {
        Snapshot snapshot = moment == null ? null : moment.get();
        ReadOptions options = new ReadOptions();
        return snapshot == null ? options : options.setSnapshot(snapshot);
    }

    private RocksDB db() {
        return files.db();
    }

    private ColumnFamilyHandle family(String name) {
        ColumnFamilyHandle handle = families.get(name);
        if (handle == null) {
            throw new IllegalArgumentException("no column family \"" + name + "\" in " + directory);
        }
        return handle;
    }

    private int familyId(String name) {
        Integer id = familyIds.get(name);
        return id != null ? id : family(name).getID();
    }

    /** Keeps the native handles alive until the lock is given back. */
    Lock use() throws IOException {
        Lock lock = lifetime.readLock();
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new IOException(directory + " is closed");
        }
        return lock;
    }

    void release(Object lent) {
        Lock lock = lifetime.readLock();
        lock.lock();
        try {
            synchronized (borrowed) {
                if (borrowed.remove(lent)) {
                    free(lent);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void free(Object lent) {
        if (lent instanceof Scan scan) {
            scan.free();
        } else if (lent instanceof RocksSnapshot snapshot) {
            db().releaseSnapshot(snapshot.end());
        }
    }

    /**
     * Waits for calls under way, syncs the write-ahead log and closes, iterators first, then snapshots, families and
     * the database. A crash instead of it loses only what {@link Durability} says.
     */
    @Override
    public void close() throws IOException {
        Lock lock = lifetime.writeLock();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            synchronized (borrowed) {
                List<Object> scansFirst = new ArrayList<>(borrowed);
                scansFirst.sort((a, b) -> Boolean.compare(b instanceof Scan, a instanceof Scan));
                scansFirst.forEach(this::free);
                borrowed.clear();
            }
            synced.close();
            unsynced.close();
            unlogged.close();
            files.close(failure == null);
        } finally {
            lock.unlock();
        }
    }
}
