package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * How long a file announces to be, where FFmpeg was not asked to study its streams: from the first moment of pictures and
 * sound to the last that their headers announce; other tracks count if they are longer by less than a second.
 */
final class Announced {
    private static final long SECOND = 1_000_000;

    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private long longest = Long.MIN_VALUE;

    static @Nullable Long micros(List<StreamReader> readers) {
        Announced media = new Announced();
        Announced others = new Announced();
        for (StreamReader reader : readers) {
            int type = reader.stream().codecpar().codec_type();
            (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO ? media : others).add(reader);
        }
        if (media.start == Long.MAX_VALUE || (media.start > others.start && media.start - others.start < SECOND)) {
            media.start = others.start;
        }
        media.end = later(media.end, others.end);
        media.longest = later(media.longest, others.longest);
        long duration = media.longest;
        if (media.start != Long.MAX_VALUE && media.end > media.start) {
            duration = Math.max(duration, media.end - media.start);
        }
        return duration > 0 && duration <= 1L << 51 ? Long.valueOf(duration) : null;
    }

    private static long later(long media, long other) {
        return media == Long.MIN_VALUE || (media < other && other - media < SECOND) ? other : media;
    }

    private void add(StreamReader reader) {
        AVStream stream = reader.stream();
        if (stream.duration() == AV_NOPTS_VALUE) {
            return;
        }
        long lasts = nearest(stream, stream.duration());
        longest = Math.max(longest, lasts);
        if (reader.firstTicks() != AV_NOPTS_VALUE) {
            long first = nearest(stream, reader.firstTicks());
            start = Math.min(start, first);
            end = Math.max(end, first + lasts);
        }
    }

    /** To the nearest microsecond, half away from zero, as FFmpeg reckons here. */
    private static long nearest(AVStream stream, long ticks) {
        return BigDecimal.valueOf(ticks)
                .multiply(BigDecimal.valueOf(1_000_000L * stream.time_base().num()))
                .divide(BigDecimal.valueOf(stream.time_base().den()), 0, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(1L << 52))
                .longValue();
    }
}
