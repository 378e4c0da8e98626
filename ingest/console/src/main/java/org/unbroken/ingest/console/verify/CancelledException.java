package org.unbroken.ingest.console.verify;

/** Somebody does not want to know any more. */
final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("cancelled", null, false, false);
    }
}
