package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;

/**
 * Objects that are written once, locked, never changed, and deleted only after their date. Every method may be called again after a crash with the
 * same arguments and then finds its own work done. When a writing method returns, the object is durable.
 */
public interface WormStore extends AutoCloseable {

    /** Checks that the store keeps its promises (same file system, writable, locks where it has them). */
    void start() throws IOException;

    /**
     * Keeps a small object. The same bytes under the same key again: nothing happens (retention is lengthened if the
     * new date is later).
     *
     * @throws ObjectConflictException when the key holds other bytes
     */
    StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException;

    /**
     * Turns the staged bytes of a completed upload into an object, by rename or server-side copy. Where it renamed,
     * both directories are synced before this returns.
     *
     * @param size the length that the upload landed with: staged bytes past it are no part of it. Bytes that are missing
     *     are the caller's to notice, by reading what was stowed
     * @throws java.nio.file.NoSuchFileException when neither the staged bytes nor the object are there
     * @throws ObjectConflictException when both are there and differ in length
     */
    StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException;

    /**
     * Lets the staged copy go, where {@link #stow} left one. Only to be called once the recording's sealed entry is
     * durable.
     */
    void releaseStaged(RecordingId staged) throws IOException;

    Optional<StoredObject> find(ObjectKey key) throws IOException;

    /** Opens for reading; throws {@link java.nio.file.NoSuchFileException} when it is not there. */
    SeekableByteChannel open(ObjectKey key) throws IOException;

    /** A small object whole; throws {@link IOException} when it is longer than {@code limitBytes}. */
    byte[] read(ObjectKey key, int limitBytes) throws IOException;

    /** Keys that start with the prefix, ascending; to be closed. */
    Stream<ObjectKey> list(String prefix) throws IOException;

    /** The latest date that this store keeps; a later one is refused, or kept as this one. */
    default Instant latestRetention() {
        return LocalWormStore.LAST_DATE;
    }

    /** Lengthens retention; an earlier date than the present one changes nothing. */
    void extend(ObjectKey key, Instant retainUntil) throws IOException;

    /**
     * Puts an object under legal hold: from now on, whatever its date, nothing may dispose of it until it is released.
     * {@link StoredObject#held} shows it. Holding what is held already makes sure of it and changes nothing. Retention and
     * hold know nothing of each other: neither setting one nor ending it touches the other.
     *
     * @throws java.nio.file.NoSuchFileException when the object is not there
     */
    void hold(ObjectKey key) throws IOException;

    /**
     * Ends the hold; the object's date stands as it is. Nothing happens to one that is not held.
     *
     * @throws java.nio.file.NoSuchFileException when the object is not there
     */
    void release(ObjectKey key) throws IOException;

    /**
     * Deletes an object whose date has passed and that is not held, for good. Nothing happens where there is none: a
     * disposal that a crash cut short is begun anew.
     *
     * @param now the server's time; a store that keeps time itself refuses by its own as well
     * @throws StillKeptException when it is held, or its date has not passed; it stays as it is
     */
    void dispose(ObjectKey key, Instant now) throws IOException;

    /**
     * A path by which a local program (the FFmpeg worker) can read the object; empty where the store has none and the
     * bytes must be copied out first.
     */
    Optional<java.nio.file.Path> localPath(ObjectKey key);

    @Override
    void close() throws IOException;
}
