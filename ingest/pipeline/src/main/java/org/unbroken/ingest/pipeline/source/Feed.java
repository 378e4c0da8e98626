package org.unbroken.ingest.pipeline.source;

import java.io.IOException;
import java.util.List;

/**
 * A sequence of numbered things that only grows, read from any place.
 *
 * @param <T> what the job is fed with: a small reference, never media bytes
 */
public interface Feed<T> extends AutoCloseable {

    /** At most {@code max} things from this number on, and where to go on. */
    Batch<T> read(long from, int max) throws IOException;

    /** Things read before whose time to be tried again has come. */
    List<T> due(int max) throws IOException;

    /** Calls back soon after the sequence has grown, until {@link #unsubscribe}. The callback must not block. */
    void subscribe(Runnable callback);

    void unsubscribe(Runnable callback);

    /** Lets go of what was taken to open it; the feed itself may serve others. */
    @Override
    default void close() {}

    /** One thing and its number. */
    record Numbered<T>(long number, T item) {}

    /**
     * What was read.
     *
     * @param next the number to read from next time; numbers in between that name nothing of interest are passed over
     */
    record Batch<T>(List<Numbered<T>> items, long next) {
        public Batch {
            items = List.copyOf(items);
        }
    }
}
