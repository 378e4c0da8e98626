package org.unbroken.storage.rocks;

/** What a database is opened for. */
enum Tuning {
    /** Small writes that last, beside a server that needs its memory and its processors. */
    SERVING(64L << 20, 16L << 20, 4 << 10, 2, 4),
    /**
     * Very much at once, by one thread: tables are larger and merged less often, and are written all the while, since at
     * the end nothing else is left to do meanwhile. Larger blocks are quicker to write, each being compressed by itself,
     * and cost whoever reads a single key little more; merging makes them small again.
     */
    LOADING(256L << 20, 64L << 20, 16 << 10, 8, 12),
    /**
     * To keep others away, and to look something up, before another takes its place: nothing is written, and merging its
     * tables would be for nobody.
     */
    HOLDING(64L << 20, 16L << 20, 4 << 10, 2, 4);

    private final long allMemtablesBytes;
    private final long memtableBytes;
    private final int blockBytes;
    private final int backgroundJobs;
    private final int tablesToMerge;

    Tuning(long allMemtablesBytes, long memtableBytes, int blockBytes, int backgroundJobs, int tablesToMerge) {
        this.allMemtablesBytes = allMemtablesBytes;
        this.memtableBytes = memtableBytes;
        this.blockBytes = blockBytes;
        this.backgroundJobs = backgroundJobs;
        this.tablesToMerge = tablesToMerge;
    }

    long allMemtablesBytes() {
        return allMemtablesBytes;
    }

    /** Of one family. */
    long memtableBytes() {
        return memtableBytes;
    }

    /** Of a table's block, before it is compressed. */
    int blockBytes() {
        return blockBytes;
    }

    /** A quarter of them flush, the others compact. */
    int backgroundJobs() {
        return backgroundJobs;
    }

    /** So many whose keys overlap, as they were flushed. */
    int tablesToMerge() {
        return tablesToMerge;
    }

    boolean mergesTables() {
        return this != HOLDING;
    }

    /** Memtables that several threads write at a time are sorted with each put. */
    boolean writtenByMany() {
        return this != LOADING;
    }

    /** Where no log could make a damaged table anew, it would be for nothing. */
    boolean readsBackTables() {
        return this != LOADING;
    }
}
