package org.unbroken.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Held against the library itself: the bytes it would have made, and what it reads out of these. */
class BatchBytesTest {
    private static Path directory = Path.of(".");
    private static Options options = new Options();
    private static RocksDB database;
    private static final List<ColumnFamilyHandle> FAMILIES = new ArrayList<>();

    private enum Kind {
        PUT,
        DELETE,
        DELETE_RANGE
    }

    /** Keys and values in hex. */
    private record Change(Kind kind, int family, String first, String second) {
        void enter(BatchBytes batch) {
            switch (kind) {
                case PUT -> batch.put(family, bytes(first), bytes(second));
                case DELETE -> batch.delete(family, bytes(first));
                case DELETE_RANGE -> batch.deleteRange(family, bytes(first), bytes(second));
            }
        }

        void enter(WriteBatch batch) throws RocksDBException {
            ColumnFamilyHandle handle = FAMILIES.get(family);
            switch (kind) {
                case PUT -> batch.put(handle, bytes(first), bytes(second));
                case DELETE -> batch.delete(handle, bytes(first));
                case DELETE_RANGE -> batch.deleteRange(handle, bytes(first), bytes(second));
            }
        }

        String shown() {
            return kind + " " + family + " " + first + (kind == Kind.DELETE ? "" : " " + second);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @BeforeContainer
    static void open() throws Exception {
        directory = Files.createTempDirectory("batch-bytes");
        options.setCreateIfMissing(true);
        database = RocksDB.open(options, directory.toString());
        FAMILIES.add(database.getDefaultColumnFamily());
        for (String name : List.of("a", "b", "c")) {
            FAMILIES.add(database.createColumnFamily(new ColumnFamilyDescriptor(Keys.ofText(name))));
        }
    }

    @AfterContainer
    static void close() throws Exception {
        FAMILIES.forEach(ColumnFamilyHandle::close);
        database.close();
        RocksDB.destroyDB(directory.toString(), options);
        options.close();
    }

    @Provide
    Arbitrary<List<Change>> changesOfThisDatabase() {
        return changes(3);
    }

    @Provide
    Arbitrary<List<Change>> changesOfAnyFamily() {
        return changes(1 << 20);
    }

    private static Arbitrary<List<Change>> changes(int lastFamily) {
        Arbitrary<String> text = Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.bytes().array(byte[].class).ofMaxSize(40)),
                        Tuple.of(
                                2,
                                Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofMinSize(126)
                                        .ofMaxSize(130)),
                        Tuple.of(1, Arbitraries.of(16_383, 16_384, 70_000).map(byte[]::new)))
                .map(BatchBytesTest::hex);
        return Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(0, lastFamily), text, text)
                .as(Change::new)
                .list()
                .ofMaxSize(30);
    }

    /** Two batches one after the other, as pieces of a large one are made. */
    @Property(tries = 200)
    void areThoseThatTheLibraryMakes(
            @ForAll("changesOfThisDatabase") List<Change> first, @ForAll("changesOfThisDatabase") List<Change> second)
            throws Exception {
        BatchBytes batch = new BatchBytes(0);
        for (List<Change> changes : List.of(first, second)) {
            try (WriteBatch own = new WriteBatch()) {
                for (Change change : changes) {
                    change.enter(batch);
                    change.enter(own);
                }
                assertThat(batch.length()).isEqualTo((int) own.getDataSize());
                assertThat(batch.take()).isEqualTo(own.data());
            }
        }
    }

    @Property(tries = 200)
    void areReadByTheLibraryAsTheyWereMeant(@ForAll("changesOfAnyFamily") List<Change> changes) throws Exception {
        BatchBytes batch = new BatchBytes(64);
        changes.forEach(change -> change.enter(batch));
        List<String> read = new ArrayList<>();
        try (WriteBatch own = new WriteBatch(batch.take());
                ReadChanges reading = new ReadChanges(read)) {
            assertThat(own.count()).isEqualTo(changes.size());
            own.iterate(reading);
        }
        assertThat(read).isEqualTo(changes.stream().map(Change::shown).toList());
    }

    /** Writes down what the library finds in a batch. */
    private static final class ReadChanges extends WriteBatch.Handler {
        private final List<String> read;

        ReadChanges(List<String> read) {
            this.read = read;
        }

        @Override
        public void put(int family, byte[] key, byte[] value) {
            read.add(new Change(Kind.PUT, family, hex(key), hex(value)).shown());
        }

        @Override
        public void put(byte[] key, byte[] value) {
            put(0, key, value);
        }

        @Override
        public void delete(int family, byte[] key) {
            read.add(new Change(Kind.DELETE, family, hex(key), "").shown());
        }

        @Override
        public void delete(byte[] key) {
            delete(0, key);
        }

        @Override
        public void deleteRange(int family, byte[] from, byte[] to) {
            read.add(new Change(Kind.DELETE_RANGE, family, hex(from), hex(to)).shown());
        }

        @Override
        public void deleteRange(byte[] from, byte[] to) {
            deleteRange(0, from, to);
        }

        @Override
        public void merge(int family, byte[] key, byte[] value) {
            read.add("merge");
        }

        @Override
        public void merge(byte[] key, byte[] value) {
            read.add("merge");
        }

        @Override
        public void singleDelete(int family, byte[] key) {
            read.add("single");
        }

        @Override
        public void singleDelete(byte[] key) {
            read.add("single");
        }

        @Override
        public void logData(byte[] blob) {
            read.add("log");
        }

        @Override
        public void putBlobIndex(int family, byte[] key, byte[] value) {
            read.add("blob");
        }

        @Override
        public void markBeginPrepare() {
            read.add("prepare");
        }

        @Override
        public void markEndPrepare(byte[] xid) {
            read.add("prepared");
        }

        @Override
        public void markNoop(boolean emptyBatch) {
            read.add("noop");
        }

        @Override
        public void markRollback(byte[] xid) {
            read.add("rollback");
        }

        @Override
        public void markCommit(byte[] xid) {
            read.add("commit");
        }

        @Override
        public void markCommitWithTimestamp(byte[] xid, byte[] timestamp) {
            read.add("commit");
        }
    }
}
