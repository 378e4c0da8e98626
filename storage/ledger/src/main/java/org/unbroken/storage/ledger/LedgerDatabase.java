package org.unbroken.storage.ledger;

import java.io.IOException;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;

/** The database under log and ledger, which may be closed and opened anew beneath them after a failed write. */
public interface LedgerDatabase {

    /** For reading. */
    RocksDatabase reader() throws IOException;

    /**
     * For reading what a write is to rest on. After a failed write the database is opened anew here, since only its
     * recovery tells whether that write happened.
     */
    RocksDatabase healthy() throws IOException;

    /** Writes, synced, what was worked out from this opening of the database; fails if it is no longer the open one. */
    void write(RocksDatabase basis, Batch batch) throws IOException;
}
