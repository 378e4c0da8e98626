package org.unbroken.storage.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. There is no position in it: every call says where. */
public interface DiskFile extends Closeable {

    long length() throws IOException;

    /** Writes all that remains in the buffer. */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /** Reads until the buffer is full or the file ends; returns the bytes read, 0 at the end. */
    int read(long offset, ByteBuffer into) throws IOException;

    void truncate(long length) throws IOException;

    /** Bytes and length, not times and mode (fdatasync). */
    void syncData() throws IOException;

    /** Bytes, length, times and mode (fsync). */
    void sync() throws IOException;
}
