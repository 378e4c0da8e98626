package org.unbroken.ingest.gateway.upload;

import java.util.OptionalLong;
import org.unbroken.ingest.gateway.tus.UploadMetadata;

/**
 * What a creation request asks for.
 *
 * @param length empty: deferred
 */
public record NewUpload(OptionalLong length, UploadMetadata metadata) {}
