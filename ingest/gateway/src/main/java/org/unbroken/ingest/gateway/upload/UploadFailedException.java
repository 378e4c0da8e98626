package org.unbroken.ingest.gateway.upload;

import java.io.IOException;
import org.unbroken.integrity.RecordingId;

/** An upload's disk work failed. The log has it already, with the recording's id and the cause. */
public final class UploadFailedException extends IOException {
    private static final long serialVersionUID = 1;

    UploadFailedException(RecordingId id, Exception cause) {
        super("upload " + id + " failed", cause);
    }
}
