package org.unbroken.storage.rocks;

/** What a write survives once it has returned. */
public enum Durability {
    /** Nothing at all before {@link RocksDatabase#flush}: for a database that is made anew and thrown away if cut short. */
    UNLOGGED,
    /** A killed process: the write-ahead log has it, in the kernel's page cache. */
    UNSYNCED,
    /** Also a power cut: the write-ahead log was synced, and with it every write before this one. */
    SYNCED
}
