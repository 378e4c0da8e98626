package org.unbroken.deploy.e2e;

import java.nio.file.Path;

/** A client at work. Each attempt goes on where the one before ended, however it ended. */
interface UploadingCamera {
    String name();

    /**
     * Returns the recording's id once this client has seen the offset equal to the length: from then on the server has
     * acknowledged it. Throws what a broken line throws; an {@link AssertionError} is the server's fault.
     */
    String attempt(Path file, int sequence) throws Exception;
}
