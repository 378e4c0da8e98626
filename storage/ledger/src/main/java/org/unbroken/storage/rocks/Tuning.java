package org.unbroken.storage.rocks;

/** What a database is opened for. */
enum Tuning {
    /** Small writes that last, beside a server that needs its memory and its processors. */
    SERVING(16L << 20, 64L << 20, 2, true),
    /** Very much at once: larger tables are written less often, and merged less often. */
    LOADING(64L << 20, 384L << 20, 4, false);

    private final long memtableBytes;
    private final long allMemtablesBytes;
    private final int backgroundJobs;
    private final boolean readsBackTables;

    Tuning(long memtableBytes, long allMemtablesBytes, int backgroundJobs, boolean readsBackTables) {
        this.memtableBytes = memtableBytes;
        this.allMemtablesBytes = allMemtablesBytes;
        this.backgroundJobs = backgroundJobs;
        this.readsBackTables = readsBackTables;
    }

    long memtableBytes() {
        return memtableBytes;
    }

    long allMemtablesBytes() {
        return allMemtablesBytes;
    }

    int backgroundJobs() {
        return backgroundJobs;
    }

    /** Where no log could make a damaged table anew, it would be for nothing. */
    boolean readsBackTables() {
        return readsBackTables;
    }
}
