package org.unbroken.storage.events;

import java.io.IOException;

/** A topic is there and not as it has to be. An operator must decide; trying again is of no use. */
public final class TopicMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(String message) {
        super(message);
    }
}
