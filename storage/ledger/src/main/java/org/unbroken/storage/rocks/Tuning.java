package org.unbroken.storage.rocks;

/** What a database is opened for. */
enum Tuning {
    /** Small writes that last, beside a server that needs its memory. */
    SERVING(16L << 20, 64L << 20),
    /** Very much at once: larger tables are written less often, and merged less often. */
    LOADING(64L << 20, 384L << 20);

    private final long memtableBytes;
    private final long allMemtablesBytes;

    Tuning(long memtableBytes, long allMemtablesBytes) {
        this.memtableBytes = memtableBytes;
        this.allMemtablesBytes = allMemtablesBytes;
    }

    long memtableBytes() {
        return memtableBytes;
    }

    long allMemtablesBytes() {
        return allMemtablesBytes;
    }
}
