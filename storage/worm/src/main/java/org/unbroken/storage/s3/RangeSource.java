package org.unbroken.storage.s3;

import java.io.IOException;
import java.io.InputStream;

/** Gives the bytes from one place up to another. */
interface RangeSource {
    Range open(long from, long to) throws IOException;

    /** Bytes on their way. */
    interface Range {
        InputStream bytes();

        /** Ends the transfer where it is; closing it would first read all the rest. */
        void abandon();
    }
}
