package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;

/** A signed checkpoint and the size that it is for. */
record PublishedCheckpoint(long size, SignedNote note) {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedCheckpoint.class);

    static PublishedCheckpoint of(SignedNote note) {
        return new PublishedCheckpoint(Checkpoint.parse(note.text()).size(), note);
    }

    static PublishedCheckpoint parse(byte[] bytes) {
        return new PublishedCheckpoint(
                ByteBuffer.wrap(bytes).getLong(), SignedNote.parse(LogRecords.tail(bytes, Long.BYTES)));
    }

    /** What the database of log and ledger published last; empty where there is none, or one that cannot be read. */
    static Optional<PublishedCheckpoint> recall(Path database) throws IOException {
        if (!Files.isDirectory(database)) {
            return Optional.empty();
        }
        RocksDatabase opened;
        try {
            opened = RocksDatabase.open(database, Families.ALL);
        } catch (IOException damaged) {
            LOG.warn("{} cannot be read, so the log is not compared with it: {}", database, damaged.getMessage());
            return Optional.empty();
        }
        try (opened) {
            return LogRecords.published(opened);
        }
    }

    byte[] bytes() {
        return Keys.join(Keys.ofLong(size), note.encode());
    }
}
