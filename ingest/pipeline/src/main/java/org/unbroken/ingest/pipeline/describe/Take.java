package org.unbroken.ingest.pipeline.describe;

/**
 * A recording's place in its camera's history, by the camera's own numbers and clock.
 *
 * @param sequence the camera's number for it; {@link Inspected#UNKNOWN} if it gave none
 * @param startMicros start and end in microseconds since 1970, by the camera's clock; {@link Inspected#UNKNOWN} if it
 *     gave none
 */
public record Take(String recording, long sequence, long startMicros, long endMicros) {
    boolean numbered() {
        return sequence != Inspected.UNKNOWN;
    }

    /** Whether its times can be compared with other takes': they are there, and run forward. */
    boolean timed() {
        return declared() && startMicros <= endMicros;
    }

    /** Whether the camera told both times, sensible or not. */
    boolean declared() {
        return startMicros != Inspected.UNKNOWN && endMicros != Inspected.UNKNOWN;
    }
}
