package org.unbroken.storage.s3;

import java.io.IOException;
import org.unbroken.storage.worm.ObjectKey;

/** The multipart upload is no more: it was completed, or somebody aborted it. */
public final class UploadGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    UploadGoneException(ObjectKey key, String uploadId) {
        super("the store knows no upload " + uploadId + " of " + key + ": completed or aborted");
    }
}
