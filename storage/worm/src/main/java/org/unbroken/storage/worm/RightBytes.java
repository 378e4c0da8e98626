package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes that an object is to have, in order. Whoever gives them has compared each piece with what the log says before
 * it comes out of here, and throws where one differs: what a store is told to restore is never taken on trust.
 */
public interface RightBytes {

    /** Of all of them. */
    long size();

    /** From the first byte on; may be asked for again. */
    Pieces begin() throws IOException;

    /** One reading. */
    interface Pieces extends AutoCloseable {
        /** The next ones, ready to be read; empty at the end. Valid until the next call. */
        ByteBuffer next() throws IOException;

        @Override
        void close() throws IOException;
    }
}
