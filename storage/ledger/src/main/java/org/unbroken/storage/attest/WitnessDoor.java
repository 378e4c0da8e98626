package org.unbroken.storage.attest;

import java.io.IOException;

/** Where a witness is asked. */
public interface WitnessDoor {

    /**
     * Posts the body to {@code add-checkpoint} and waits for the answer, in bounded time and of bounded size.
     *
     * @throws IOException when there was no whole answer
     */
    Reply addCheckpoint(byte[] body) throws IOException, InterruptedException;

    /**
     * What came back. Nothing of it is to be believed.
     *
     * @param mediaType empty where the answer names none
     */
    record Reply(int status, String mediaType, String body) {}
}
