package org.unbroken.storage.custody;

/**
 * A disposal that something overtook: between what was looked at and now, statements were entered that bear on whether the
 * recording may go. Whoever disposes looks again, once they are published.
 */
public final class TooSoonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooSoonException(String message) {
        super(message);
    }
}
