package org.unbroken.storage.attest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.SegmentSearch;
import org.unbroken.storage.worm.ObjectConflictException;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The checkpoints with cosignatures, as they lie in the WORM store: {@code log/attested/SIZE}, written once. What else was
 * gathered for a size that has one is dropped.
 */
public final class AttestedCheckpoints {
    private static final String FOLDER = "log/attested/";

    private final WormStore worm;
    private final SegmentSearch search;
    private final AtomicReference<@Nullable SignedNote> newest = new AtomicReference<>();

    public AttestedCheckpoints(WormStore worm) {
        this.worm = worm;
        this.search = new SegmentSearch(worm, FOLDER);
    }

    /** The newest that this process knows of: its own at once, another node's soon. */
    public Optional<SignedNote> newest() {
        return Optional.ofNullable(newest.get());
    }

    /** The size of the newest that is known; 0 before the first. */
    long newestSize() {
        return newest().map(AttestedCheckpoints::size).orElse(0L);
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }

    /** Looks in the store for a newer one than is known, up to this size. */
    public void refresh(long size) throws IOException {
        OptionalLong found = search.floor(size);
        if (found.isPresent() && found.getAsLong() > newestSize()) {
            newest.set(read(found.getAsLong()));
        }
    }

    /** Keeps a note, durably, unless there is one for its size: then that one stays. */
    void put(SignedNote note, Instant until) throws IOException {
        try {
            worm.put(ObjectKey.attested(size(note)), note.encode(), until);
            newest.set(note);
        } catch (ObjectConflictException another) {
            newest.set(read(size(note)));
        }
    }

    private SignedNote read(long size) throws IOException {
        ObjectKey key = ObjectKey.attested(size);
        try {
            SignedNote note = SignedNote.parse(worm.read(key, SignedNote.MAX_BYTES));
            if (size(note) != size) {
                throw new IOException(key + " is a checkpoint for size " + size(note));
            }
            return note;
        } catch (NoSuchFileException e) {
            throw new IOException(key + " was listed and is not there", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " is no checkpoint: " + e.getMessage(), e);
        }
    }
}
