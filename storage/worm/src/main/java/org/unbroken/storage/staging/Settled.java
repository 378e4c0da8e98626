package org.unbroken.storage.staging;

import java.io.IOException;
import org.unbroken.integrity.RecordingId;

/** Whether the log has the word that ends an upload: sealed, quarantined, or disposed of since. What was staged is done with. */
@FunctionalInterface
public interface Settled {
    /**
     * Asks whoever knows.
     *
     * @throws IOException when nobody answers
     */
    boolean isSettled(RecordingId id) throws IOException;
}
