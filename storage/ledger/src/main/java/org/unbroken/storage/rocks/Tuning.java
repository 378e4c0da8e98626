package org.unbroken.storage.rocks;

/** What a database is opened for. */
enum Tuning {
    /** Small writes that last, beside a server that needs its memory and its processors. */
    SERVING(16L << 20, 64L << 20, 2),
    /**
     * Very much at once, by one thread: larger tables are written less often, and merged less often; and they are written
     * all the while, since at the end nothing else is left to do meanwhile.
     */
    LOADING(32L << 20, 192L << 20, 8);

    private final long memtableBytes;
    private final long allMemtablesBytes;
    private final int backgroundJobs;

    Tuning(long memtableBytes, long allMemtablesBytes, int backgroundJobs) {
        this.memtableBytes = memtableBytes;
        this.allMemtablesBytes = allMemtablesBytes;
        this.backgroundJobs = backgroundJobs;
    }

    long memtableBytes() {
        return memtableBytes;
    }

    long allMemtablesBytes() {
        return allMemtablesBytes;
    }

    /** A quarter of them flush, the others compact. */
    int backgroundJobs() {
        return backgroundJobs;
    }

    /** Memtables that several threads write at a time are sorted with each put. */
    boolean writtenByMany() {
        return this == SERVING;
    }

    /** Where no log could make a damaged table anew, it would be for nothing. */
    boolean readsBackTables() {
        return this == SERVING;
    }
}
