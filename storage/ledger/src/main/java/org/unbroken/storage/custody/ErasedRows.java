package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;

/**
 * Erases what the publication of a disposal deleted from the database: deleted keys and values stay in the tables' files,
 * and in the write-ahead log, until these are written anew. The database that a rebuild replaced goes whole.
 */
final class ErasedRows implements Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(ErasedRows.class);
    /** Details so close to each other lie in the same tables: one go over both. */
    private static final long NEAR = 4096;

    private final CustodyDatabase database;
    private final Path directory;

    ErasedRows(CustodyDatabase database, Path directory) {
        this.database = database;
        this.directory = directory;
    }

    @Override
    public void forget(List<RecordingId> recordings) throws IOException {
        if (recordings.isEmpty()) {
            return;
        }
        RocksDatabase basis = database.healthy();
        basis.flush();
        byte[] first = recordings.stream()
                .map(RecordingKey::of)
                .min(Arrays::compareUnsigned)
                .orElseThrow();
        byte[] last = recordings.stream()
                .map(RecordingKey::of)
                .max(Arrays::compareUnsigned)
                .orElseThrow();
        for (String family : List.of(Families.ROWS, Families.ANALYSES, Families.BLOCKED)) {
            basis.purge(family, first, Keys.afterPrefix(last));
        }
        purgeDetails(basis, recordings);
        // Its keys begin with what a recording is found by, so those of one lie all over it.
        basis.purge(Families.INDEX, new byte[0], new byte[0]);
        deleteReplaced();
    }

    private static void purgeDetails(RocksDatabase basis, List<RecordingId> recordings) throws IOException {
        TreeSet<Long> indexes = new TreeSet<>();
        for (RecordingId id : recordings) {
            byte[] prefix = RecordingKey.of(id);
            try (Scan scan = basis.scan(Families.CUSTODY, prefix, Keys.afterPrefix(prefix))) {
                while (scan.next()) {
                    indexes.add(ByteBuffer.wrap(scan.key()).getLong(prefix.length));
                }
            }
        }
        while (!indexes.isEmpty()) {
            long from = indexes.pollFirst();
            long to = from;
            while (!indexes.isEmpty() && indexes.first() - to <= NEAR) {
                to = indexes.pollFirst();
            }
            basis.purge(Families.DETAILS, Keys.ofLong(from), Keys.ofLong(to + 1));
        }
    }

    /** {@code NAME.replaced}, which a rebuild leaves: it still knows everything. */
    private void deleteReplaced() throws IOException {
        Path replaced = directory.resolveSibling(directory.getFileName() + ".replaced");
        if (!Files.isDirectory(replaced)) {
            return;
        }
        LOG.info("deleting {}: recordings were disposed of that it still tells of", replaced);
        List<Path> all;
        try (Stream<Path> tree = Files.walk(replaced)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
