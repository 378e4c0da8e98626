package org.unbroken.integrity.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Where a bag's files go, one after another, in the order in which they are created. */
interface BagSink extends Closeable {
    /**
     * Begins a file of exactly so many bytes; to be closed before the next one is begun.
     *
     * @throws IOException also from closing, when other than that many bytes were written
     */
    WritableByteChannel create(String path, long bytes) throws IOException;

    /** Makes all that was written durable. Nothing is created after it. */
    void finish() throws IOException;
}
