package org.unbroken.ingest.gateway.upload;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;

/**
 * Where an upload stands. An offset equal to the length is only ever shown with {@code completed}: its landing is
 * durable.
 *
 * @param length empty while it is deferred
 * @param expires empty once completed
 * @param metadata as {@code Upload-Metadata} has it; empty when the client sent none
 */
public record UploadStatus(
        RecordingId id,
        long offset,
        OptionalLong length,
        Optional<Instant> expires,
        String metadata,
        boolean completed) {}
