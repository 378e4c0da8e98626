package org.unbroken.storage.ledger;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Inverted recording ids in ascending order, which is newest first. */
interface IdCursor extends Closeable {

    /** The first at or after this one; null at the end. Never asked to go back. */
    byte @Nullable [] seek(byte[] inverted) throws IOException;

    @Override
    void close();
}
