package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.unbroken.storage.worm.ObjectKey;

/**
 * A copy of the store, elsewhere, under the same keys. Only read, and never believed: what comes out of it counts where
 * its digest is the one that the log names.
 */
public interface Replica {
    /** For messages. */
    String name();

    /** Empty where the copy has no such object. */
    Optional<SeekableByteChannel> open(ObjectKey key) throws IOException;
}
