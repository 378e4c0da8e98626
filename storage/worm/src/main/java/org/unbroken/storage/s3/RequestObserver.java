package org.unbroken.storage.s3;

import java.time.Duration;
import java.time.Instant;

/** Is told of each request to the store, when it is over. Called by many threads, and has to return at once. */
public interface RequestObserver {
    RequestObserver NONE = (operation, outcome, took) -> {};

    /** How a request ended. */
    enum Outcome {
        DONE,
        /**
         * The store said no (4xx), which is mostly no fault: a document that is not there, a comparison that failed. A
         * lock or a signature that is refused counts here too.
         */
        REFUSED,
        /** The store failed (5xx), was too slow or was not reached. One that is repeated counts each time. */
        FAILED
    }

    /** {@code operation} is S3's name for it, {@code PutObject}; {@code took} goes to the answer's head. */
    void done(String operation, Outcome outcome, Duration took);

    /** What the store's own clock said in an answer, to the second, as that answer arrived. */
    default void dated(Instant store) {}
}
