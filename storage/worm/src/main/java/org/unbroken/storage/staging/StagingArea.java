package org.unbroken.storage.staging;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;

/** Where an upload's bytes lie until they become a WORM object. One file an upload, named by its id. */
public interface StagingArea extends AutoCloseable {

    void start() throws IOException;

    /** A new, empty file, its name durable. Throws {@link java.nio.file.FileAlreadyExistsException} if it is there. */
    StagedFile create(RecordingId id) throws IOException;

    /** As {@link #create}, of an upload that will have so many bytes. */
    default StagedFile create(RecordingId id, OptionalLong announced) throws IOException {
        return create(id);
    }

    /** Throws {@link java.nio.file.NoSuchFileException} when it is not there. */
    StagedFile open(RecordingId id) throws IOException;

    /**
     * As {@link #open}, by somebody who has digests of the first {@code vouchedBytes}: bytes beyond them count only where
     * they can be read back. Where areas are shared, whoever held the upload before can settle nothing any more.
     */
    default StagedFile open(RecordingId id, long vouchedBytes) throws IOException {
        return open(id);
    }

    /** Whether what is settled here outlives the machine: then a power cut of one leaves nothing in doubt. */
    default boolean outlivesMachine() {
        return false;
    }

    /** What an upload of so many bytes takes of {@link #freeBytes}. */
    default long spaceFor(long length) {
        return length;
    }

    /** All that lies here, finished or not. */
    List<RecordingId> list() throws IOException;

    /** Removes an unfinished upload's bytes. Never called for a completed one. */
    void discard(RecordingId id) throws IOException;

    /** Bytes that may still be written here. */
    long freeBytes() throws IOException;

    @Override
    void close() throws IOException;
}
