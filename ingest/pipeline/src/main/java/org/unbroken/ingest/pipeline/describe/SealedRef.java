package org.unbroken.ingest.pipeline.describe;

/**
 * A sealed recording on its way through the describe job.
 *
 * @param index of its sealed entry
 * @param detail digest of that entry's detail, in hex
 * @param camera the camera's key as in the entry (a digest), by which the job is keyed
 */
public record SealedRef(long index, String recording, String camera, String detail) {}
