package org.unbroken.storage.shared;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that every process reaches and that can be made again: pictures and proxies. Replaced whole, the last writer's
 * stays. Names are as {@link SharedDocuments}'.
 */
public interface SharedBlobs {

    void put(String name, Path file) throws IOException;

    /**
     * Copies it to a file that is not there yet.
     *
     * @return whether there is such a blob
     */
    boolean fetch(String name, Path to) throws IOException;

    boolean exists(String name) throws IOException;

    /** Deletes it; nothing when it is not there. */
    void delete(String name) throws IOException;
}
