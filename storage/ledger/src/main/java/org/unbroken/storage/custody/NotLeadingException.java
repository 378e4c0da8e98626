package org.unbroken.storage.custody;

import java.io.IOException;

/** This log node follows; nothing happened. Facts go through {@link CustodyEvents}, which reaches whoever leads. */
public final class NotLeadingException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotLeadingException(String message) {
        super(message);
    }
}
