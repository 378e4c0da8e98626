package org.unbroken.storage.custody;

import java.nio.ByteBuffer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.rocks.Keys;

/** A signed checkpoint and the size that it is for. */
record PublishedCheckpoint(long size, SignedNote note) {
    static PublishedCheckpoint of(SignedNote note) {
        return new PublishedCheckpoint(Checkpoint.parse(note.text()).size(), note);
    }

    Sha256 root() {
        return Checkpoint.parse(note.text()).root();
    }

    static PublishedCheckpoint parse(byte[] bytes) {
        return new PublishedCheckpoint(
                ByteBuffer.wrap(bytes).getLong(), SignedNote.parse(LogRecords.tail(bytes, Long.BYTES)));
    }

    byte[] bytes() {
        return Keys.join(Keys.ofLong(size), note.encode());
    }
}
