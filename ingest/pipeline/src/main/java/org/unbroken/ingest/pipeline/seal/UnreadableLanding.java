package org.unbroken.ingest.pipeline.seal;

/**
 * Something in the queue that cannot be read as a landing. Somebody's footage may hang on it, so it is kept and shown,
 * and it stops nothing behind it.
 *
 * @param place where it was found: topic, partition and offset
 * @param why in an operator's words
 * @param content the bytes found, in Base64
 */
public record UnreadableLanding(String place, String why, String content) {}
