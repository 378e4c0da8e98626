package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The checkpoint object at a segment's end, with all that can be told of it without the tree. Neither note nor problem:
 * there is none, which is right for the last segment, if the log ended between the two.
 *
 * @param note signed by the log's key, and for this size
 * @param problem what is wrong with it
 */
record ReadCheckpoint(Optional<SignedNote> note, Optional<String> problem) {
    static ReadCheckpoint read(WormStore worm, long size, List<VerifierKey> trusted) throws IOException {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(worm.read(ObjectKey.checkpoint(size), SignedNote.MAX_BYTES));
            checkpoint = Checkpoint.parse(note.text());
        } catch (NoSuchFileException e) {
            return new ReadCheckpoint(Optional.empty(), Optional.empty());
        } catch (IllegalArgumentException e) {
            return wrong("is no checkpoint: " + e.getMessage());
        }
        if (!trusted.isEmpty() && note.verifiedBy(trusted).isEmpty()) {
            return wrong("is not signed by the log's key");
        }
        if (checkpoint.size() != size) {
            return wrong("is a checkpoint for size " + checkpoint.size());
        }
        return new ReadCheckpoint(Optional.of(note), Optional.empty());
    }

    private static ReadCheckpoint wrong(String problem) {
        return new ReadCheckpoint(Optional.empty(), Optional.of(problem));
    }
}
