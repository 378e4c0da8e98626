package org.unbroken.storage.rocks;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A cursor over a range of keys; it stands before the first entry until {@link #next} is called. Used by one thread.
 * Closing the database closes it; every later call then throws, where the bare iterator would bring the process down.
 */
public final class Scan implements Closeable {
    private final RocksDatabase database;
    private final ReadOptions options;
    private final Slice lower;
    private final Slice upper;
    private final RocksIterator iterator;
    private final boolean reverse;
    private boolean begun;
    private boolean ended;
    private boolean closed;

    Scan(
            RocksDatabase database,
            ReadOptions options,
            Slice lower,
            Slice upper,
            RocksIterator iterator,
            boolean reverse) {
        this.database = database;
        this.options = options;
        this.lower = lower;
        this.upper = upper;
        this.iterator = iterator;
        this.reverse = reverse;
    }

    /** Moves to the next entry; false at the end. An unreadable block is an exception, never an early end. */
    public boolean next() throws IOException {
        Lock lock = database.use();
        try {
            requireOpen();
            if (ended) {
                return false;
            }
            step();
            if (!iterator.isValid()) {
                ended = true;
                iterator.status();
            }
            return !ended;
        } catch (RocksDBException e) {
            throw new IOException("cannot read on in " + database.directory() + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void step() {
        if (!begun) {
            begun = true;
            if (reverse) {
                iterator.seekToLast();
            } else {
                iterator.seekToFirst();
            }
        } else if (reverse) {
            iterator.prev();
        } else {
            iterator.next();
        }
    }

    /**
     * Moves to the first entry at or after this key, in an ascending scan; false when the range has none. It may go
     * back as well as forward.
     */
    public boolean seek(byte[] key) throws IOException {
        Lock lock = database.use();
        try {
            requireOpen();
            if (reverse) {
                throw new IllegalStateException("a descending scan does not seek");
            }
            begun = true;
            iterator.seek(key);
            ended = !iterator.isValid();
            if (ended) {
                iterator.status();
            }
            return !ended;
        } catch (RocksDBException e) {
            throw new IOException("cannot seek in " + database.directory() + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    public byte[] key() throws IOException {
        Lock lock = database.use();
        try {
            requireAtEntry();
            return iterator.key();
        } finally {
            lock.unlock();
        }
    }

    public byte[] value() throws IOException {
        Lock lock = database.use();
        try {
            requireAtEntry();
            return iterator.value();
        } finally {
            lock.unlock();
        }
    }

    private void requireAtEntry() throws IOException {
        requireOpen();
        if (!begun || ended) {
            throw new IllegalStateException("the scan stands at no entry");
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the scan is closed");
        }
    }

    @Override
    public void close() {
        database.release(this);
    }

    /** Called by the database, under its lock. */
    void free() {
        if (!closed) {
            closed = true;
            iterator.close();
            options.close();
            lower.close();
            upper.close();
        }
    }
}
