package org.unbroken.storage.rocks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WALRecoveryMode;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** The native side of an open database: what must be closed, and in which order. */
final class OpenedFiles {
    private static final long CACHE_BYTES = 32L << 20;
    /** A rarely written family would otherwise pin every log since its last flush, and a start would replay them all. */
    private static final long LOG_BYTES = 128L << 20;

    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles;
    private final Map<String, ColumnFamilyHandle> families;
    private final List<AutoCloseable> options;

    private OpenedFiles(
            RocksDB db,
            List<ColumnFamilyHandle> handles,
            Map<String, ColumnFamilyHandle> families,
            List<AutoCloseable> options) {
        this.db = db;
        this.handles = handles;
        this.families = families;
        this.options = options;
    }

    static OpenedFiles open(Path directory, List<String> wanted, Set<String> onlyPut, Tuning tuning)
            throws IOException {
        RocksDB.loadLibrary();
        // RocksDB syncs its own directory, not the parents that name it.
        new DurableFiles(new LocalDisk()).createDirectories(directory);
        List<AutoCloseable> options = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            ColumnFamilyOptions readAndPut = familyOptions(options, tuning);
            // Sorted when it is flushed and not with each put, which costs less.
            ColumnFamilyOptions unsorted = familyOptions(options, tuning).setMemTableConfig(new VectorMemTableConfig());
            DBOptions dbOptions = dbOptions(options, tuning);
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            Collection<String> names = names(directory, wanted);
            for (String name : names) {
                descriptors.add(new ColumnFamilyDescriptor(
                        name.getBytes(StandardCharsets.UTF_8), onlyPut.contains(name) ? unsorted : readAndPut));
            }
            RocksDB db = RocksDB.open(dbOptions, directory.toString(), descriptors, handles);
            Map<String, ColumnFamilyHandle> families = new HashMap<>();
            int index = 0;
            for (String name : names) {
                families.put(name, handles.get(index++));
            }
            return new OpenedFiles(db, handles, families, options);
        } catch (RocksDBException e) {
            IOException failed = new IOException("cannot open the database " + directory + ": " + e.getMessage(), e);
            closeAll(options, failed);
            throw failed;
        }
    }

    RocksDB db() {
        return db;
    }

    Map<String, ColumnFamilyHandle> families() {
        return families;
    }

    /** Syncs the log if writing had not failed, then closes: families, database, options. */
    void close(boolean sync) throws IOException {
        IOException failed = null;
        try {
            if (sync) {
                db.flushWal(true);
            }
        } catch (RocksDBException e) {
            failed = new IOException("cannot sync the log at closing: " + e.getMessage(), e);
        }
        handles.forEach(ColumnFamilyHandle::close);
        try {
            db.closeE();
        } catch (RocksDBException e) {
            failed = failed == null ? new IOException("cannot close: " + e.getMessage(), e) : failed;
        }
        failed = closeAll(options, failed);
        if (failed != null) {
            throw failed;
        }
    }

    private static @Nullable IOException closeAll(List<AutoCloseable> resources, @Nullable IOException failed) {
        IOException first = failed;
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                if (first == null) {
                    first = new IOException("cannot free native memory", e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }

    private static ColumnFamilyOptions familyOptions(List<AutoCloseable> toClose, Tuning tuning) {
        Cache cache = new LRUCache(CACHE_BYTES);
        BloomFilter filter = new BloomFilter(10);
        ColumnFamilyOptions options = new ColumnFamilyOptions()
                .setWriteBufferSize(tuning.memtableBytes())
                // The library's Snappy, RocksDB's own choice, was built without optimisation and is several times
                // slower.
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevel0FileNumCompactionTrigger(tuning.tablesToMerge())
                .setDisableAutoCompactions(!tuning.mergesTables())
                // Reads back every table it writes, before the log that could make it anew is dropped.
                .setParanoidFileChecks(tuning.readsBackTables())
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(tuning.blockBytes())
                        .setFilterPolicy(filter)
                        .setCacheIndexAndFilterBlocks(true));
        toClose.add(cache);
        toClose.add(filter);
        toClose.add(options);
        return options;
    }

    private static DBOptions dbOptions(List<AutoCloseable> toClose, Tuning tuning) {
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                // A power cut may leave the unsynced tail of the log torn, and torn out of order. All before the
                // first torn record is kept; every synced write lies there, since syncing covers all before it.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxTotalWalSize(LOG_BYTES)
                .setDbWriteBufferSize(tuning.allMemtablesBytes())
                .setMaxBackgroundJobs(tuning.backgroundJobs())
                // Memory that is sorted only when it is flushed takes one thread's writes at a time.
                .setAllowConcurrentMemtableWrite(tuning.writtenByMany())
                .setMaxOpenFiles(512)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4L << 20)
                .setKeepLogFileNum(3)
                .setStatsDumpPeriodSec(0);
        toClose.add(options);
        return options;
    }

    /** The default family must come first; RocksDB opens a database only with all its families. */
    private static Collection<String> names(Path directory, List<String> wanted) throws RocksDBException {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        names.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        names.addAll(wanted);
        try (Options plain = new Options()) {
            for (byte[] there : RocksDB.listColumnFamilies(plain, directory.toString())) {
                names.add(new String(there, StandardCharsets.UTF_8));
            }
        }
        return names;
    }
}
