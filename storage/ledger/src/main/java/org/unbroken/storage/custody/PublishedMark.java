package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.durable.DurableFiles;

/**
 * How far this key has published: the newest checkpoint, in a file beside the key and outside store and database.
 *
 * <pre>
 * KEYS/log.published    the signed note, byte for byte as it lies under log/checkpoints/SIZE
 * </pre>
 *
 * A store whose newest segments and checkpoints are gone is a shorter, consistent log; without the database nothing in
 * it tells. To go on from there would sign a second tree for a size that others have a checkpoint of. Whoever restores
 * the key restores the mark with it, and the two together refuse that.
 *
 * <p>It is written when segment and checkpoint are durable in the store, and before anybody is shown the checkpoint. So
 * no crash leaves a mark ahead of the store: if it is ahead, the store lost something. A crash before it leaves the
 * earlier mark, and a checkpoint that nobody was shown; a crash after it leaves the intent in the database, or, if that
 * is lost too, the segment in the store: both come to the same root.
 */
final class PublishedMark {
    private final Path path;
    private final DurableFiles files;

    PublishedMark(Path path, DurableFiles files) {
        this.path = path;
        this.files = files;
    }

    Path path() {
        return path;
    }

    /**
     * What it says; empty where there is none: a new log, or one from before there were marks.
     *
     * @param trusted who may have signed it; with none, signatures are not looked at
     * @throws IOException when it is no mark of these keys. No crash of ours leaves such a one
     */
    Optional<PublishedCheckpoint> read(List<VerifierKey> trusted) throws IOException {
        try {
            PublishedCheckpoint mark = PublishedCheckpoint.of(SignedNote.parse(files.read(path, SignedNote.MAX_BYTES)));
            if (!trusted.isEmpty() && mark.note().verifiedBy(trusted).isEmpty()) {
                throw new IOException(path + ", which says how far the log was published, is not signed by its key "
                        + trusted.get(0).name() + ": put key and mark back from one backup");
            }
            return Optional.of(mark);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    path + ", which says how far the log was published, cannot be read: " + e.getMessage()
                            + ". Put it back from its backup, or put the newest checkpoint that was shown to anybody"
                            + " (from log/checkpoints in the store) in its place",
                    e);
        }
    }

    /** Durable when this returns. */
    void advance(PublishedCheckpoint checkpoint) throws IOException {
        files.replace(path, checkpoint.note().encode());
    }
}
