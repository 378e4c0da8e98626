package org.unbroken.storage.rocks;

/** What a database is opened for. */
enum Tuning {
    /** Small writes that last, beside a server that needs its memory and its processors. */
    SERVING(64L << 20, 2, 4),
    /**
     * Very much at once, by one thread: tables are merged less often, and are written all the while, since at the end
     * nothing else is left to do meanwhile.
     */
    LOADING(96L << 20, 8, 12);

    private final long allMemtablesBytes;
    private final int backgroundJobs;
    private final int tablesToMerge;

    Tuning(long allMemtablesBytes, int backgroundJobs, int tablesToMerge) {
        this.allMemtablesBytes = allMemtablesBytes;
        this.backgroundJobs = backgroundJobs;
        this.tablesToMerge = tablesToMerge;
    }

    long allMemtablesBytes() {
        return allMemtablesBytes;
    }

    /** A quarter of them flush, the others compact. */
    int backgroundJobs() {
        return backgroundJobs;
    }

    /** So many whose keys overlap, as they were flushed. */
    int tablesToMerge() {
        return tablesToMerge;
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
