package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * A database that was empty when a rebuild began, as the ledger's changes read it. Nearly every recording is asked for
 * once, before it has a row; that there is none is known here without asking, from a Bloom filter over the ids asked for
 * before. Each is asked for before its row is put, so what the filter does not know has none.
 *
 * <p>The filter is of one size however long the log is: of 25 million recordings it still spares nine questions in ten.
 *
 * <p>Thread-safe, if no two threads ask for the same recording at a time.
 */
final class NewLedger implements RocksReader {
    /** In 16 MiB. */
    private static final int BITS = 1 << 27;

    private static final int BITS_OF_ONE = 3;

    private final RocksReader database;
    private final AtomicLongArray asked = new AtomicLongArray(BITS / Long.SIZE);

    NewLedger(RocksReader database) {
        this.database = database;
    }

    @Override
    public Optional<byte[]> get(String family, byte[] key) throws IOException {
        boolean absent =
                switch (family) {
                    case Families.ROWS -> isAskedFirst(key);
                    // Operational, and so not rebuilt.
                    case Families.BLOCKED -> true;
                    default -> false;
                };
        return absent ? Optional.empty() : database.get(family, key);
    }

    /** Ids are random enough; mixed, since one who chooses them might make them alike. */
    private boolean isAskedFirst(byte[] id) {
        ByteBuffer bytes = ByteBuffer.wrap(id);
        long mixed = mixed(bytes.getLong() ^ mixed(bytes.getLong()));
        int first = (int) mixed;
        int step = (int) (mixed >>> 32) | 1;
        boolean isNew = false;
        for (int i = 0; i < BITS_OF_ONE; i++) {
            int bit = (first + i * step) & (BITS - 1);
            long mask = 1L << bit;
            int place = bit / Long.SIZE;
            if ((asked.get(place) & mask) == 0) {
                asked.accumulateAndGet(place, mask, (is, more) -> is | more);
                isNew = true;
            }
        }
        return isNew;
    }

    private static long mixed(long number) {
        long product = number * 0x9e3779b97f4a7c15L;
        return product ^ (product >>> 32);
    }

    @Override
    public Scan scan(String family, byte[] from, byte[] toExclusive) throws IOException {
        return database.scan(family, from, toExclusive);
    }

    @Override
    public Scan scanReverse(String family, byte[] from, byte[] toExclusive) throws IOException {
        return database.scanReverse(family, from, toExclusive);
    }
}
