package org.unbroken.storage.custody;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.LedgerDatabase;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * The open database, and its replacement after a failed write. RocksDB's lock file makes this process the only writer;
 * what keeps a copy of the database from writing elsewhere is that the WORM store takes no second content under a key.
 */
final class CustodyDatabase implements LedgerDatabase, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CustodyDatabase.class);

    private final Path directory;
    private final BatchWrite write;
    private volatile @Nullable RocksDatabase open;

    /** How a batch is written: in tests, the place where it fails. */
    interface BatchWrite {
        void write(RocksDatabase database, Batch batch) throws IOException;
    }

    CustodyDatabase(Path directory, BatchWrite write) {
        this.directory = directory;
        this.write = write;
    }

    static BatchWrite synced() {
        return (database, batch) -> database.write(batch, Durability.SYNCED);
    }

    synchronized void open() throws IOException {
        if (open != null) {
            throw new IllegalStateException("already open: " + directory);
        }
        open = RocksDatabase.open(directory, Families.ALL);
    }

    @Override
    public RocksDatabase reader() throws IOException {
        RocksDatabase database = open;
        if (database == null) {
            throw new IOException("the database " + directory + " is not open");
        }
        return database;
    }

    @Override
    public synchronized RocksDatabase healthy() throws IOException {
        RocksDatabase database = reader();
        if (database.failure().isEmpty()) {
            return database;
        }
        LOG.warn("opening the database {} anew after a failed write", directory);
        open = null;
        try {
            database.close();
        } catch (IOException e) {
            LOG.warn("closing the database {} after a failed write: {}", directory, e.getMessage());
        }
        try {
            RocksDatabase again = RocksDatabase.open(directory, Families.ALL);
            open = again;
            return again;
        } catch (IOException e) {
            // Stays the one to be replaced, so that the next call tries again.
            open = database;
            throw e;
        }
    }

    @Override
    public void write(RocksDatabase basis, Batch batch) throws IOException {
        if (basis != open) {
            throw new IOException("the database " + directory + " was opened anew since this write was worked out");
        }
        write.write(basis, batch);
    }

    @Override
    public synchronized void close() throws IOException {
        RocksDatabase database = open;
        open = null;
        if (database != null) {
            database.close();
        }
    }
}
