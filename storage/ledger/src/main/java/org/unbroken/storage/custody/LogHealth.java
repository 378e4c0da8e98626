package org.unbroken.storage.custody;

import java.time.Duration;
import java.util.Optional;

/**
 * How the log is doing.
 *
 * @param size entries appended
 * @param publishedSize entries under the newest published checkpoint
 * @param waiting facts waiting to be sequenced
 * @param oldestUnpublished how long the oldest entry that is not published has been waiting
 * @param lastError what failed last, while it has not succeeded since
 */
public record LogHealth(
        State state,
        long size,
        long publishedSize,
        int waiting,
        Optional<Duration> oldestUnpublished,
        Optional<String> lastError) {

    /** Entries not yet published. */
    public long backlog() {
        return size - publishedSize;
    }

    /** What the log can do at the moment. */
    public enum State {
        RUNNING,
        /** A write failed and is tried again; appending goes on. */
        RETRYING,
        /** Too much is unpublished: facts wait. */
        FULL,
        /** Given up: a person must look. */
        STOPPED,
        CLOSED
    }
}
