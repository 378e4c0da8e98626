package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** Decodes one stream. */
public final class Decoder implements AutoCloseable {
    /** 8192 × 8192: larger pictures are refused before memory is taken for them. */
    private static final long MOST_PIXELS = 64L << 20;

    private final AVCodecContext context;
    private final AVStream stream;
    private long damaged;

    private Decoder(AVCodecContext context, AVStream stream) {
        this.context = context;
        this.stream = stream;
    }

    /**
     * Opens the stream's decoder.
     *
     * @param skipLoopFilter which pictures may go without smoothing (an AVDISCARD value): cheaper, hardly seen when the
     *     picture is made much smaller
     */
    public static Decoder open(AVStream stream, int threads, int skipLoopFilter) throws MediaException {
        requireDecodable(stream.codecpar().width(), stream.codecpar().height());
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new MediaException("no decoder for " + Input.codecName(stream));
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(stream.time_base());
        context.thread_count(threads);
        context.max_pixels(MOST_PIXELS);
        context.skip_loop_filter(skipLoopFilter);
        int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            avcodec_free_context(context);
            throw new MediaException("the decoder for " + Input.codecName(stream) + " does not start", opened);
        }
        return new Decoder(context, stream);
    }

    /** Refuses pictures that would take too much memory, in words that say so. */
    public static void requireDecodable(int width, int height) throws MediaException {
        if ((long) width * height > MOST_PIXELS) {
            throw new MediaException(
                    "its pictures of " + width + " × " + height + " points are larger than is decoded here");
        }
    }

    AVCodecContext context() {
        return context;
    }

    public AVStream stream() {
        return stream;
    }

    /** Which pictures are not decoded at all from here on (an AVDISCARD value). */
    public void skipPictures(int discard) {
        context.skip_frame(discard);
    }

    /** Gives it a packet; null for the end. What it cannot read it counts and passes over. */
    public void send(@Nullable AVPacket packet) {
        if (avcodec_send_packet(context, packet) < 0 && packet != null) {
            damaged++;
        }
    }

    /** Takes the next frame; false when it needs more packets, or has ended. */
    public boolean receive(Frame frame) {
        return avcodec_receive_frame(context, frame.raw()) >= 0;
    }

    /** Forgets what it has, to begin anew elsewhere. */
    public void flush() {
        avcodec_flush_buffers(context);
    }

    /** Packets that could not be decoded. */
    public long damaged() {
        return damaged;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }
}
