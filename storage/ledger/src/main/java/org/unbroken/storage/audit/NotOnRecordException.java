package org.unbroken.storage.audit;

import java.io.IOException;

/** What was found, or how far the audit is, cannot be put on record now. The sweep stays where it is until it can. */
final class NotOnRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    NotOnRecordException(String message, Exception cause) {
        super(message, cause);
    }
}
