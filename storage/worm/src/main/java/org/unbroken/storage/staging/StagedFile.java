package org.unbroken.storage.staging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One upload's bytes. Used by one thread at a time.
 *
 * <pre>
 * 0                    readableFrom                          length
 * |-- out of reach --|-- can be read and cut back --------------|
 * </pre>
 *
 * A local file can be read from its beginning. Where bytes go to an object store as parts while they arrive, a part that
 * is there cannot be read before the object is whole: only what lies after the last one can.
 */
public interface StagedFile extends Closeable {

    /** Bytes written so far. Survive a killed process once {@link #settle} returned; a power cut, once {@link #sync} did. */
    long length() throws IOException;

    /** Writes all that remains in the buffer at this offset, which is at most the length. */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /** Bytes before this offset cannot be read back, nor be cut into: a truncation there is to this offset or lower ones
     * that are a multiple of the chunk size. 0 for a local file. */
    long readableFrom();

    /** Reads into the buffer, from {@link #readableFrom} or later, until it is full or the file ends; returns the bytes read. */
    int read(long offset, ByteBuffer into) throws IOException;

    /** Throws away what lies at and after this length. */
    void truncate(long length) throws IOException;

    /**
     * When this returns, the bytes before {@code upTo} survive a power cut. After it failed once this file refuses further
     * writes and syncs: what the store holds is then unknown, and the upload continues from a fresh {@code open}.
     *
     * @param upTo at most the length; bytes after it may be made durable too
     */
    void sync(long upTo) throws IOException;

    /**
     * When this returns, all bytes written so far survive this process: whoever opens the upload next, here or (where the
     * area is shared) on another machine, finds them. To be called before a client is told the length.
     */
    void settle() throws IOException;

    /**
     * The upload ends here: when this returns, all of its bytes survive a power cut and can be stowed. Nothing is written
     * afterwards. Before the landing is decided, what is found again may be less, but never less than was settled.
     */
    default void finish() throws IOException {
        sync(length());
    }
}
