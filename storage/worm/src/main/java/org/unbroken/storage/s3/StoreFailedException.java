package org.unbroken.storage.s3;

import java.io.IOException;

/** The object store refused, or did not answer. The message says what was tried. */
public final class StoreFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    StoreFailedException(String message, int status, String code, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    /** Of HTTP; 0 when no answer came. */
    public int status() {
        return status;
    }

    /** S3's word for it, as in {@code AccessDenied}; empty when there is none. */
    public String code() {
        return code;
    }

    /** No answer, or one from a store in trouble: what was asked for may have happened, or may still. */
    public boolean mayHaveHappened() {
        return status == 0
                || status >= 500
                || status == S3Failures.CONFLICT
                || status == S3Failures.REQUEST_TIMEOUT
                || status == S3Failures.TOO_MANY;
    }
}
