package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Brings this node's database up to what was published, segment by segment, by the code that a rebuild uses: so that it
 * is row for row the writer's. Nothing is written that the log's key did not sign for.
 *
 * <p>A crash within a segment leaves its entries without their publication; {@link #cutBack} takes them back at the next
 * start, and they are read again.
 */
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final OpenLog log;
    private final WormStore worm;
    private final NoteSigner signer;
    private final List<VerifierKey> keys;
    private final PublishedMark mark;
    /** What the mark is known to say at least. */
    private long marked;

    Follower(OpenLog log, WormStore worm, NoteSigner signer, PublishedMark mark) {
        this.mark = mark;
        this.log = log;
        this.worm = worm;
        this.signer = signer;
        this.keys = signer.believed();
    }

    /** Takes back what this node sequenced, or half followed, and is not published. */
    void cutBack() throws IOException {
        log.ledger().changing().lock();
        try {
            RocksDatabase basis = log.database().healthy();
            Batch batch = CutBack.of(basis);
            if (!batch.isEmpty()) {
                LOG.info(
                        "{} entries that were sequenced here and not published are taken back",
                        RocksLedger.size(basis) - RocksLedger.publishedSize(basis));
                log.database().write(basis, batch);
            }
        } finally {
            log.ledger().changing().unlock();
        }
    }

    /**
     * Reads on up to the document's checkpoint.
     *
     * @return whether it is reached; not where this database is ahead of it, or when ending
     * @throws LogStoppedException when what is published contradicts this database
     */
    boolean catchUp(WriterDocument document, BooleanSupplier ending) throws IOException {
        Optional<PublishedCheckpoint> goal = document.published().map(PublishedCheckpoint::of);
        if (goal.isPresent()) {
            checkSignature(goal.get());
        }
        long size = goal.map(PublishedCheckpoint::size).orElse(0L);
        while (publishedSize() < size) {
            if (ending.getAsBoolean()) {
                return false;
            }
            follow(goal.orElseThrow());
        }
        if (publishedSize() > size) {
            return false;
        }
        if (goal.isPresent()) {
            checkRoot(goal.get());
            if (marked == 0) {
                // A document that was put back from an old copy must not take the mark back with it.
                marked = mark.read(keys).map(PublishedCheckpoint::size).orElse(0L);
            }
            if (marked < size) {
                mark.advance(goal.get());
                marked = size;
            }
        }
        return true;
    }

    /**
     * Before anything new is published: this node's key has not published more than what is known now, nor other entries.
     * As where one process has the log, whoever restores the key restores the mark.
     */
    void checkMark() throws IOException {
        Optional<PublishedCheckpoint> own = mark.read(keys);
        if (own.isEmpty()) {
            return;
        }
        long size = publishedSize();
        if (own.get().size() > size) {
            throw new LogStoppedException(
                    "the mark " + mark.path() + " says that " + own.get().size()
                            + " entries were published under this log's key, and document, database and WORM store hold only "
                            + size
                            + ": they are new, old copies, or cut off. Restore the WORM store from its copy. Only if it is"
                            + " certain that nobody was ever shown a checkpoint beyond entry " + size
                            + ": delete that file by hand");
        }
        checkRoot(own.get());
        marked = own.get().size();
    }

    long publishedSize() throws IOException {
        return RocksLedger.publishedSize(log.database().healthy());
    }

    private void checkSignature(PublishedCheckpoint goal) throws LogStoppedException {
        if (goal.note().verifiedBy(keys).isEmpty()) {
            throw new LogStoppedException("the published checkpoint of size " + goal.size() + " (document "
                    + WriterDocument.NAME + ") is not signed by this node's key "
                    + keys.get(0).name()
                    + ": the nodes have different keys, or another log's document");
        }
    }

    private void checkRoot(PublishedCheckpoint goal) throws IOException {
        if (!TreeProofs.root(goal.size(), LogRecords.tiles(log.database().healthy()))
                .equals(goal.root())) {
            throw contradiction(goal.size());
        }
    }

    private static LogStoppedException contradiction(long size) {
        return new LogStoppedException("the tree of this node's first " + size + " entries is not the one that was"
                + " published under the log's key: the database is damaged or another log's, or the store was changed."
                + " Run audit; if the store is right, delete this node's database, and it follows from the beginning");
    }

    /** The next segment. */
    private void follow(PublishedCheckpoint goal) throws IOException {
        RocksDatabase basis = log.database().healthy();
        long first = RocksLedger.publishedSize(basis);
        List<Entry> entries = segment(first)
                .orElseThrow(() -> new IOException("the WORM store has no " + ObjectKey.segment(first)
                        + ", and the log is published up to " + goal.size()));
        long end = first + entries.size();
        PublishedCheckpoint checkpoint = end == goal.size() ? goal : PublishedCheckpoint.of(checkpoint(end));
        checkSignature(checkpoint);
        List<Sha256> leaves =
                entries.stream().map(entry -> TreeHash.leaf(entry.bytes())).toList();
        Sha256 root = TreeGrowth.append(first, LogRecords.tiles(basis), leaves).root();
        if (checkpoint.size() != end || !root.equals(checkpoint.root())) {
            throw contradiction(end);
        }
        log.ledger().changing().lock();
        try {
            write(basis, new StoredSegment(first, entries, Optional.of(checkpoint.note())));
        } finally {
            log.ledger().changing().unlock();
        }
        log.publication().advance(checkpoint);
    }

    private void write(RocksDatabase basis, StoredSegment segment) throws IOException {
        RebuildWriter writer = new RebuildWriter(worm, basis, signer);
        writer.write(List.of(segment));
        writer.finish();
    }

    /**
     * Takes a segment that lies in the store beyond what is published, put by a writer that could not say so. As there
     * can be no other at that index, it is the log; the flusher publishes it as if this node had made it.
     *
     * @return whether there was one
     */
    boolean adopt(Optional<WriterDocument.Intent> intended) throws IOException {
        RocksDatabase basis = log.database().healthy();
        long first = RocksLedger.publishedSize(basis);
        Optional<List<Entry>> entries = segment(first);
        if (entries.isEmpty()) {
            return false;
        }
        checkChains(basis, first, entries.get());
        LOG.warn(
                "adopting {}: another writer put it into the store and could not publish it", ObjectKey.segment(first));
        write(basis, new StoredSegment(first, entries.get(), Optional.empty()));
        SegmentIntent intent = LogRecords.intent(basis)
                .orElseThrow(() -> new IOException("the adopted segment at " + first + " left no intent"));
        Sha256 root = Checkpoint.parse(intent.checkpoint().text()).root();
        if (intended.filter(other -> other.first() == first && !other.root().equals(root))
                .isPresent()) {
            LOG.warn("{} is not the one that was intended last, but an earlier writer's", ObjectKey.segment(first));
        }
        return true;
    }

    /** No checkpoint vouches for these entries yet, so at least they must go on from what is published. */
    private static void checkChains(RocksDatabase basis, long first, List<Entry> entries) throws IOException {
        Map<Sha256, CameraHead> heads = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.camera().isEmpty() || entry.position().isEmpty()) {
                continue;
            }
            Sha256 camera = entry.camera().get();
            CameraHead head = heads.get(camera);
            if (head == null) {
                head = LogRecords.cameraHead(basis, camera).orElse(CameraHead.NONE);
            }
            if (entry.position().getAsLong() != head.position() + 1
                    || !entry.previous().equals(Optional.of(head.entry()))) {
                throw new LogStoppedException(ObjectKey.segment(first)
                        + " lies in the store beyond what is published, and does not continue the chain of camera "
                        + camera + ": no writer of this log made it. Nothing more is published");
            }
            heads.put(camera, new CameraHead(entry.position().getAsLong(), entry.digest()));
        }
    }

    private Optional<List<Entry>> segment(long first) throws IOException {
        ObjectKey name = ObjectKey.segment(first);
        byte[] bytes;
        try {
            bytes = worm.read(name, LogSegment.MAX_BYTES);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        try {
            List<Entry> entries = new ArrayList<>();
            for (byte[] entry : LogSegment.decode(bytes)) {
                entries.add(Entry.parse(entry));
            }
            return Optional.of(entries);
        } catch (IllegalArgumentException e) {
            throw new LogStoppedException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private SignedNote checkpoint(long end) throws IOException {
        ObjectKey name = ObjectKey.checkpoint(end);
        try {
            return SignedNote.parse(worm.read(name, SignedNote.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new LogStoppedException(name + " is no checkpoint: " + e.getMessage(), e);
        }
    }
}
