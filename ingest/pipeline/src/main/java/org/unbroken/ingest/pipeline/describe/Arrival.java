package org.unbroken.ingest.pipeline.describe;

/**
 * A recording on its way into its camera's history: what its file told, and what its manifest says beside that.
 *
 * @param readMicros when the server was told what the camera's clock showed, in microseconds since 1970 by the server's
 *     clock; {@link Inspected#UNKNOWN} if it was not told
 * @param receivedMicros when its last byte was durable, by the server's clock
 * @param sha256 of the file, in hex
 * @param size of the file, in bytes
 */
public record Arrival(Inspected inspected, long readMicros, long receivedMicros, String sha256, long size) {
    /** The key by which the history is kept. */
    public String camera() {
        return inspected.camera();
    }
}
