package org.unbroken.storage.intake;

import java.io.IOException;
import org.unbroken.integrity.RecordingId;

/**
 * The upload is whole and its landing decided for good, but the seal job's queue could not be told yet. Nothing is lost
 * and nothing is to be sent again; it is not acknowledged as complete before the queue has it.
 */
public final class LandingUnpublishedException extends IOException {
    private static final long serialVersionUID = 1L;

    public LandingUnpublishedException(RecordingId id, String reason) {
        super("the landing of " + id + " waits to be announced: " + reason);
    }

    public LandingUnpublishedException(RecordingId id, Exception cause) {
        super("the landing of " + id + " could not be announced: " + cause.getMessage(), cause);
    }
}
