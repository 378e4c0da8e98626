package org.unbroken.ingest.gateway.upload;

import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.ingest.gateway.tus.UploadChecksum;

/**
 * What a request that brings bytes says before it brings them.
 *
 * @param length {@code Upload-Length}, for an upload whose length was deferred
 * @param bodyLength {@code Content-Length}; empty when the body comes in HTTP chunks
 */
public record PatchStart(
        long offset, OptionalLong length, OptionalLong bodyLength, Optional<UploadChecksum> checksum) {}
