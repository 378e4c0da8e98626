package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_version_info;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Loading FFmpeg's libraries. Its programs are not used: they are linked with desktop libraries a server lacks. */
public final class Library {
    /** No single buffer of FFmpeg's may be larger; a 16K picture of 10 bits fits. */
    private static final long LARGEST_ALLOCATION = 512L << 20;

    private Library() {}

    /** Loads what reading needs and answers FFmpeg's version. Filters and scalers load when first used. */
    public static String load() {
        Loader.load(avutil.class);
        Loader.load(avformat.class);
        // Log lines quote the file's content; what matters comes back as error codes.
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LARGEST_ALLOCATION);
        return av_version_info().getString(StandardCharsets.UTF_8);
    }

    /** Loads all that any job needs, so that it lies unpacked from then on. */
    public static void unpack() {
        load();
        Loader.load(avfilter.class);
        Loader.load(swscale.class);
        Loader.load(swresample.class);
    }

    static String errorText(int code) {
        byte[] text = new byte[128];
        avutil.av_strerror(code, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
