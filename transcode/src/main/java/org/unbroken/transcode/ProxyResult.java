package org.unbroken.transcode;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of making a proxy.
 *
 * @param file the finished proxy; null when none could be made, and then the reason says why
 */
public record ProxyResult(
        DescriptionState state, @Nullable String reason, @Nullable Path file, long sizeBytes, long durationMicros) {
    public static ProxyResult failed(String reason) {
        return new ProxyResult(DescriptionState.FAILED, reason, null, 0, 0);
    }
}
