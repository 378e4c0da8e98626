package org.unbroken.storage.keeping;

import java.io.IOException;

/**
 * Up to which entry of the log the store obeys what the log says. Behind the truth after a crash, never ahead of it: what
 * is done again changes nothing.
 */
public interface AppliedNote {
    /** 0 where there is no note, or none that can be read. */
    long upTo() throws IOException;

    void upTo(long index) throws IOException;
}
