package org.unbroken.storage.s3;

import java.io.IOException;

/** Tries what will have to be relied on, before it is. */
interface StoreTrial {
    void run() throws IOException;
}
