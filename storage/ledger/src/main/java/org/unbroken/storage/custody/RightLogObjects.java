package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TreeProofs;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Whether bytes are those of an object of the log itself, by what the log's writer has: its entries, its tree, its keys. Never
 * by what a store says that the bytes may have come from: so one that rotted is told from a good one.
 *
 * <pre>
 * log/segments/FIRST        the entries from FIRST on; a checkpoint, a segment or the log's end is at its end
 * log/checkpoints/SIZE      the tree's root at that size, each signature by a key of the log's
 * log/tile/…                as the entries and the tree make it
 * log/disposals/BATCH.json  the digest in the batch's entry
 * log/keys/SIZE             signed by both keys
 * log/attested/SIZE         as a checkpoint; whose the other signatures are the log does not say
 * log/timestamps/…, log/evidence/…      others made them: the log says nothing of their bytes
 * </pre>
 */
public final class RightLogObjects {
    /** No object of the log is longer. */
    public static final int MAX_BYTES = LogSegment.MAX_BYTES;

    private static final String LOG = "log/";

    private final CustodyLog log;
    private final Ledger ledger;
    private final WormStore worm;

    /** {@code worm}: where segments end is seen by its checkpoints and segments. */
    public RightLogObjects(CustodyLog log, Ledger ledger, WormStore worm) {
        this.log = log;
        this.ledger = ledger;
        this.worm = worm;
    }

    /**
     * What is to be said of some bytes.
     *
     * @param isNamed whether the log tells; if not, nobody can say whether they are right
     * @param wrong what is wrong with them; empty where nothing is known to be
     */
    public record Verdict(boolean isNamed, Optional<String> wrong) {
        private static final Verdict RIGHT = new Verdict(true, Optional.empty());
        private static final Verdict UNNAMED = new Verdict(false, Optional.empty());

        private static Verdict wrong(String why) {
            return new Verdict(true, Optional.of(why));
        }

        /** For certain. */
        public boolean isRight() {
            return isNamed && wrong.isEmpty();
        }
    }

    /** Not so what a flush has put and not published yet: of that nothing can be said. */
    public boolean isPublished(ObjectKey key) {
        String name = key.value();
        try {
            return name.startsWith(StoredLog.SEGMENTS)
                    ? StoredLog.number(key) < log.publishedSize()
                    : !(name.startsWith("log/checkpoints/") || name.startsWith("log/attested/"))
                            || StoredLog.number(key) <= log.publishedSize();
        } catch (NumberFormatException notOurs) {
            return true;
        }
    }

    /** That at a segment's end, if these bytes were it; empty for what is no segment. */
    public Optional<ObjectKey> checkpointAfter(ObjectKey key, byte[] bytes) {
        if (!key.value().startsWith(StoredLog.SEGMENTS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ObjectKey.checkpoint(
                    StoredLog.number(key) + LogSegment.decode(bytes).size()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The segment after this one, where the log goes on and the store does not. */
    public Optional<ObjectKey> lackingAfter(ObjectKey key) throws IOException {
        if (!key.value().startsWith(StoredLog.SEGMENTS)) {
            return Optional.empty();
        }
        long end = StoredLog.number(key)
                + LogSegment.decode(worm.read(key, MAX_BYTES)).size();
        return end >= log.publishedSize() || worm.find(ObjectKey.segment(end)).isPresent()
                ? Optional.empty()
                : Optional.of(ObjectKey.segment(end));
    }

    /** Throws {@link IllegalArgumentException} for the key of what is no object of the log. */
    public Verdict look(ObjectKey key, byte[] bytes) throws IOException {
        String name = key.value();
        if (!name.startsWith(LOG)) {
            throw new IllegalArgumentException(key + " is no object of the log");
        }
        try {
            if (name.startsWith(StoredLog.SEGMENTS)) {
                return segment(StoredLog.number(key), bytes);
            }
            if (name.startsWith("log/checkpoints/")) {
                return checkpoint(StoredLog.number(key), bytes, true);
            }
            if (name.startsWith("log/attested/")) {
                Verdict own = checkpoint(StoredLog.number(key), bytes, false);
                return own.isRight() ? Verdict.UNNAMED : own;
            }
            if (name.startsWith("log/tile/")) {
                return tile(Tile.parse(name.substring(LOG.length())), bytes);
            }
            if (name.startsWith("log/keys/")) {
                KeyChange change = KeyChange.verified(SignedNote.parse(bytes));
                return change.last().size() == StoredLog.number(key)
                        ? Verdict.RIGHT
                        : Verdict.wrong("is of size " + change.last().size());
            }
            if (name.startsWith(ObjectKey.DISPOSALS)) {
                return disposal(name.substring(ObjectKey.DISPOSALS.length()).replace(".json", ""), bytes);
            }
            return Verdict.UNNAMED;
        } catch (IllegalArgumentException e) {
            return Verdict.wrong("is none: " + e.getMessage());
        }
    }

    private Verdict segment(long first, byte[] bytes) throws IOException {
        List<byte[]> entries = LogSegment.decode(bytes);
        long end = first + entries.size();
        List<Sequenced> own = log.read(first, entries.size());
        if (own.size() < entries.size()) {
            return Verdict.wrong("goes on to entry " + end + ", and the log has published " + log.publishedSize());
        }
        for (int i = 0; i < entries.size(); i++) {
            if (!Arrays.equals(entries.get(i), own.get(i).entry().bytes())) {
                return Verdict.wrong("has another entry " + (first + i) + " than the log");
            }
        }
        // Cut off between two entries it would still be entries of the log.
        boolean ends = end == log.publishedSize()
                || worm.find(ObjectKey.checkpoint(end)).isPresent()
                || worm.find(ObjectKey.segment(end)).isPresent();
        return ends
                ? Verdict.RIGHT
                : Verdict.wrong("ends before entry " + end + ", where the log has neither checkpoint nor segment");
    }

    private Verdict checkpoint(long size, byte[] bytes, boolean ownAlone) throws IOException {
        SignedNote note = SignedNote.parse(bytes);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        List<VerifierKey> signers = note.verifiedBy(log.believedKeys());
        if (signers.isEmpty()
                || (ownAlone && signers.size() != note.signatures().size())) {
            return Verdict.wrong("is not signed by the log's key");
        }
        if (checkpoint.size() != size || size > log.publishedSize()) {
            return Verdict.wrong("is a checkpoint for size " + checkpoint.size());
        }
        if (!TreeProofs.root(size, log.tiles()).equals(checkpoint.root())) {
            return Verdict.wrong("has another root than the log");
        }
        return Arrays.equals(note.encode(), bytes) ? Verdict.RIGHT : Verdict.wrong("is written otherwise");
    }

    private Verdict tile(Tile tile, byte[] bytes) throws IOException {
        if (!tile.isFull()) {
            return Verdict.wrong("is no full tile");
        }
        byte[] right;
        if (tile.isEntries()) {
            List<byte[]> entries = log.read(tile.index() * Tile.FULL_WIDTH, Tile.FULL_WIDTH).stream()
                    .map(sequenced -> sequenced.entry().bytes())
                    .toList();
            if (entries.size() < Tile.FULL_WIDTH) {
                return Verdict.wrong("is of entries that the log has not published");
            }
            right = EntryBundle.encode(entries);
        } else {
            right = log.tiles().hashes(tile.level(), tile.index());
        }
        return Arrays.equals(right, bytes) ? Verdict.RIGHT : Verdict.wrong("is not the tile that the log makes");
    }

    private Verdict disposal(String batch, byte[] bytes) throws IOException {
        Optional<Sha256> named = Optional.empty();
        for (CustodyRecord record : ledger.custody(new RecordingId(batch))) {
            named = named.or(() -> record.entry().list());
        }
        if (named.isEmpty()) {
            return Verdict.UNNAMED;
        }
        return named.get().equals(Sha256.of(bytes))
                ? Verdict.RIGHT
                : Verdict.wrong("is not the list that the log names");
    }
}
