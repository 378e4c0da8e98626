package org.unbroken.deploy.export;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.note.SignedNote;

/** Who has a log's checkpoints cosigned while no server does. */
@FunctionalInterface
public interface Attesting {
    /** Nobody: bundles have the log's own signature alone. */
    Attesting NOBODY = size -> Optional.empty();

    /**
     * The newest checkpoint with cosignatures that is there by now. The first call has the log's newest one cosigned, which
     * takes a while: to be made when all is published that is to be under it.
     *
     * @param size how far the log is published
     */
    Optional<SignedNote> newest(long size) throws IOException;
}
