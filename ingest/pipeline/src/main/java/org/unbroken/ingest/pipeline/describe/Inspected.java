package org.unbroken.ingest.pipeline.describe;

/**
 * What one file told by itself, before its camera's history is asked.
 *
 * @param camera the key by which the history is kept
 * @param take its place in that history
 * @param manifest the manifest's digest in hex
 * @param clockOffsetMicros the camera's clock ahead of the server's at docking; {@link #UNKNOWN} if it told no time
 * @param inspection canonical JSON of the inspection
 */
public record Inspected(String camera, Take take, String manifest, long clockOffsetMicros, String inspection) {
    /** Stands where a number is not known: Flink's records hold no optionals. */
    public static final long UNKNOWN = Long.MIN_VALUE;
}
