package org.unbroken.transcode.supervise;

import java.time.Duration;
import org.unbroken.transcode.WorkerLimits;

/**
 * How long one job may take: a base, plus time in proportion to the work. What the file claims to hold counts for
 * nothing here; its bytes count, and the media time that the worker has got through. That is told by the worker, and by
 * times that the file holds: it counts only as far as so many bytes can hold media at all.
 */
public record Allowance(
        Duration base, Duration forBytes, int secondsPerMediaSecond, long mostMediaSeconds, Duration silence) {
    static final int NO_MEDIA_TIME = 0;

    /** Sound in silence, coded as sparingly as any codec does, takes about so many bytes a second. */
    private static final int LEAST_BYTES_PER_SECOND = 64;

    private static final long ANY_MEDIA_SECONDS = 3600;

    /** Media time counts for as much as an hour. */
    public Allowance(Duration base, Duration forBytes, int secondsPerMediaSecond, Duration silence) {
        this(base, forBytes, secondsPerMediaSecond, ANY_MEDIA_SECONDS, silence);
    }

    public static Allowance forReading(WorkerLimits limits, long bytes) {
        return new Allowance(limits.base(), perBytes(limits, bytes), NO_MEDIA_TIME, limits.silence());
    }

    public static Allowance forEncoding(WorkerLimits limits, long bytes) {
        return new Allowance(
                limits.base(),
                perBytes(limits, bytes).multipliedBy(limits.proxySlowness()),
                limits.proxySlowness(),
                ANY_MEDIA_SECONDS + bytes / LEAST_BYTES_PER_SECOND,
                limits.silence());
    }

    Duration at(long mediaMicros) {
        long seconds = Math.min(Math.max(0, mediaMicros) / 1_000_000, mostMediaSeconds) * secondsPerMediaSecond;
        Duration forMedia = Duration.ofSeconds(seconds);
        return base.plus(forMedia.compareTo(forBytes) > 0 ? forMedia : forBytes);
    }

    private static Duration perBytes(WorkerLimits limits, long bytes) {
        return Duration.ofSeconds(bytes / limits.bytesPerSecond());
    }
}
