package org.unbroken.storage.staging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One upload's bytes. Used by one thread at a time. */
public interface StagedFile extends Closeable {

    /** Bytes written so far. Survives a killed process; not a power cut, before {@link #sync}. */
    long length() throws IOException;

    /** Writes all that remains in the buffer at this offset, which is at most the length. */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /** Reads into the buffer until it is full or the file ends; returns the bytes read. */
    int read(long offset, ByteBuffer into) throws IOException;

    /** Throws away what lies at and after this length. */
    void truncate(long length) throws IOException;

    /**
     * When this returns, all bytes written so far survive a power cut. After it failed once this file refuses further
     * writes and syncs: what the disk holds is then unknown, and the upload continues from a fresh {@code open}.
     */
    void sync() throws IOException;
}
