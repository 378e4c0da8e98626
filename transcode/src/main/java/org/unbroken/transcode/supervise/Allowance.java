package org.unbroken.transcode.supervise;

import java.time.Duration;
import org.unbroken.transcode.WorkerLimits;

/**
 * How long one job may take: a base, plus time in proportion to the work. What the file claims to hold counts for
 * nothing here; its bytes count, and the media time that the worker has really got through.
 */
public record Allowance(Duration base, Duration forBytes, int secondsPerMediaSecond, Duration silence) {
    static final int NO_MEDIA_TIME = 0;

    public static Allowance forReading(WorkerLimits limits, long bytes) {
        return new Allowance(limits.base(), perBytes(limits, bytes), NO_MEDIA_TIME, limits.silence());
    }

    public static Allowance forEncoding(WorkerLimits limits, long bytes) {
        return new Allowance(
                limits.base(),
                perBytes(limits, bytes).multipliedBy(limits.proxySlowness()),
                limits.proxySlowness(),
                limits.silence());
    }

    Duration at(long mediaMicros) {
        long seconds = Math.min(mediaMicros / 1_000_000, 1_000_000) * secondsPerMediaSecond;
        Duration forMedia = Duration.ofSeconds(seconds);
        return base.plus(forMedia.compareTo(forBytes) > 0 ? forMedia : forBytes);
    }

    private static Duration perBytes(WorkerLimits limits, long bytes) {
        return Duration.ofSeconds(bytes / limits.bytesPerSecond());
    }
}
