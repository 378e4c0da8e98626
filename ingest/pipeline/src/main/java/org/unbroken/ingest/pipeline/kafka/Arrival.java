package org.unbroken.ingest.pipeline.kafka;

import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableLanding;

/**
 * What a message turned out to be: one of the two is there.
 *
 * @param notBeforeMillis when a landing is to be tried, in milliseconds since 1970; 0 for at once
 */
public record Arrival(@Nullable LandingRef landing, long notBeforeMillis, @Nullable UnreadableLanding unreadable) {
    static Arrival of(LandingRef landing, long notBeforeMillis) {
        return new Arrival(landing, notBeforeMillis, null);
    }

    /** The same at another time. */
    Arrival due(long millis) {
        return new Arrival(landing, millis, unreadable);
    }

    static Arrival unreadable(UnreadableLanding unreadable) {
        return new Arrival(null, 0, unreadable);
    }
}
