package org.unbroken.storage.staging;

import java.io.IOException;
import java.util.List;
import org.unbroken.integrity.RecordingId;

/** Where an upload's bytes lie until they become a WORM object. One file an upload, named by its id. */
public interface StagingArea extends AutoCloseable {

    void start() throws IOException;

    /** A new, empty file, its name durable. Throws {@link java.nio.file.FileAlreadyExistsException} if it is there. */
    StagedFile create(RecordingId id) throws IOException;

    /** Throws {@link java.nio.file.NoSuchFileException} when it is not there. */
    StagedFile open(RecordingId id) throws IOException;

    /** All that lies here, finished or not. */
    List<RecordingId> list() throws IOException;

    /** Removes an unfinished upload's bytes. Never called for a completed one. */
    void discard(RecordingId id) throws IOException;

    /** Bytes that may still be written here. */
    long freeBytes() throws IOException;

    @Override
    void close() throws IOException;
}
