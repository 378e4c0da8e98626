package org.unbroken.ingest.pipeline.seal;

/**
 * A landing on its way through the seal job.
 *
 * @param sequence the landing's number
 * @param attempt how often it has been tried, from 1
 */
public record LandingRef(long sequence, int attempt) {}
