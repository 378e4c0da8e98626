package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Facts that come from other processes, in numbered places: partitions that each keep their order. Read by the one log
 * writer, which notes how far it has come in the same write as the entries. Used by one thread.
 */
public interface FactSource extends AutoCloseable {

    /**
     * Reads on from these places; a partition that is not named is read from its beginning.
     *
     * @param next per partition, the first offset that has not been taken
     */
    void seek(Map<Integer, Long> next) throws IOException;

    /** What comes next, in each partition's order; empty when nothing came in that time. */
    List<Placed> poll(Duration wait) throws IOException;

    /** How many facts wait that were not polled yet, as far as is known. */
    long lag();

    @Override
    void close() throws IOException;

    /** Something and its place. */
    record Placed(int partition, long offset, Item item) {}

    /** What may come. */
    sealed interface Item {
        /** To become an entry. */
        record Fact(CustodyFact fact) implements Item {}

        /** To be shown by the ledger. */
        record Note(CustodyEvents.Blocked blocked) implements Item {}

        /** Cannot be read; to be reported and passed over, since nothing after it would ever be read else. */
        record Unreadable(String why) implements Item {}
    }
}
