package org.unbroken.deploy.config;

import java.time.Duration;

/**
 * What one client may ask of the cameras' door.
 *
 * @param idle without a byte for so long a connection is closed
 * @param expires an unfinished upload without a byte for so long is dropped
 * @param reserveBytes free space in staging that uploads may not use up
 */
public record UploadLimits(
        long maxSizeBytes, int maxOpenPerCamera, Duration idle, Duration expires, long reserveBytes) {}
