package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The shared document says less than this node has seen published: it was deleted, or restored from an old copy. If the
 * store still holds what was published, the document is brought up to it; if not, the end of the log is gone, and to go
 * on would contradict what was shown to others.
 */
final class LostDocument {
    private LostDocument() {}

    /** What is to be said in the document; empty when it is not behind. */
    static Optional<SegmentIntent> published(RocksReader database, WormStore worm, WriterDocument document)
            throws IOException {
        Optional<PublishedCheckpoint> own = LogRecords.published(database);
        if (own.isEmpty() || own.get().size() <= document.publishedSize()) {
            return Optional.empty();
        }
        PublishedCheckpoint newest = own.get();
        if (document.published().isPresent()) {
            Checkpoint said = Checkpoint.parse(document.published().get().text());
            if (!TreeProofs.root(said.size(), LogRecords.tiles(database)).equals(said.root())) {
                throw new LogStoppedException("the document " + WriterDocument.NAME + " and this node's database know"
                        + " different entries up to " + said.size() + ". Run audit");
            }
        }
        long first = lastSegment(database);
        if (worm.find(ObjectKey.segment(first)).isEmpty() || !isThere(worm, newest)) {
            throw new LogStoppedException(newest.size() + " entries were published, says this node's database; the"
                    + " document " + WriterDocument.NAME + " says " + document.publishedSize()
                    + ", and the WORM store lacks the end. To go on from there would contradict what was shown to"
                    + " others. Restore the store from its copy");
        }
        return Optional.of(new SegmentIntent(first, newest.size(), newest.note()));
    }

    private static boolean isThere(WormStore worm, PublishedCheckpoint newest) throws IOException {
        try {
            return Arrays.equals(
                    worm.read(ObjectKey.checkpoint(newest.size()), SignedNote.MAX_BYTES),
                    newest.note().encode());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static long lastSegment(RocksReader database) throws IOException {
        try (Scan scan = database.scanReverse(Families.SEGMENTS, new byte[0], new byte[0])) {
            if (!scan.next()) {
                throw new LogStoppedException("the database has a published checkpoint and no segment: it is damaged");
            }
            return ByteBuffer.wrap(scan.key()).getLong();
        }
    }
}
