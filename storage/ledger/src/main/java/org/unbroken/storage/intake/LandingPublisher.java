package org.unbroken.storage.intake;

import java.io.IOException;

/** Where completed uploads are announced to the seal job, where it runs elsewhere. */
public interface LandingPublisher {

    /**
     * Returns once the landing is durable where the job reads it. After an exception it may be there or not: it is to be
     * published again. Readers take a recording's second landing for a repetition.
     */
    void publish(Landing landing) throws IOException;
}
