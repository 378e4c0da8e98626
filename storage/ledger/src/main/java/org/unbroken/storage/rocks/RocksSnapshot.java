package org.unbroken.storage.rocks;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.rocksdb.Snapshot;

/** The database as it stood at one moment. Keeps old values alive: close it soon. */
public final class RocksSnapshot implements RocksReader, Closeable {
    private final RocksDatabase database;
    private final Snapshot snapshot;
    private volatile boolean closed;

    RocksSnapshot(RocksDatabase database, Snapshot snapshot) {
        this.database = database;
        this.snapshot = snapshot;
    }

    @Override
    public Optional<byte[]> get(String family, byte[] key) throws IOException {
        return database.get(family, key, this);
    }

    @Override
    public Scan scan(String family, byte[] from, byte[] toExclusive) throws IOException {
        return database.scan(family, from, toExclusive, false, this);
    }

    @Override
    public Scan scanReverse(String family, byte[] from, byte[] toExclusive) throws IOException {
        return database.scan(family, from, toExclusive, true, this);
    }

    @Override
    public void close() {
        database.release(this);
    }

    /** Called by the database, under its lock. */
    Snapshot get() throws IOException {
        if (closed) {
            throw new IOException("the snapshot is closed");
        }
        return snapshot;
    }

    /** Called by the database, once, to give it back. */
    Snapshot end() {
        closed = true;
        return snapshot;
    }
}
