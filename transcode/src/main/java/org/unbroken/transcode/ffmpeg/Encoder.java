package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** Encodes pictures to H.264 or sound to AAC. */
final class Encoder implements AutoCloseable {
    static final int VIDEO_TICKS = 90_000;

    private final AVCodecContext context;

    private Encoder(AVCodecContext context) {
        this.context = context;
    }

    /** H.264 by OpenH264, which the LGPL build carries; times in ticks of 1/90000 s. */
    static Encoder h264(int width, int height, int framesPerSecond, long bitsPerSecond) throws MediaException {
        AVCodec codec = codec("libopenh264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(av_make_q(1, VIDEO_TICKS));
        context.framerate(av_make_q(framesPerSecond, 1));
        context.bit_rate(bitsPerSecond);
        context.gop_size(framesPerSecond * 2);
        context.thread_count(1);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rc_mode", "bitrate", 0);
        av_dict_set(options, "allow_skip_frames", "0", 0);
        // A few hundredths of the time, and nothing that SSIM would tell.
        av_dict_set(options, "loopfilter", "0", 0);

        return open(context, codec, options);
    }

    static Encoder aac(int sampleRate, int channels, long bitsPerSecond) throws MediaException {
        AVCodec codec = codec("aac");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(sampleRate).sample_fmt(AV_SAMPLE_FMT_FLTP);
        context.time_base(av_make_q(1, sampleRate));
        context.bit_rate(bitsPerSecond);
        av_channel_layout_default(context.ch_layout(), channels);
        AVDictionary options = new AVDictionary(null);
        // Half the time of the default, at rates that leave speech as it is.
        av_dict_set(options, "aac_coder", "fast", 0);
        return open(context, codec, options);
    }

    private static AVCodec codec(String name) throws MediaException {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new MediaException("this build of FFmpeg has no encoder " + name);
        }
        return codec;
    }

    private static Encoder open(AVCodecContext context, AVCodec codec, AVDictionary options) throws MediaException {
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        int opened = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (opened < 0) {
            avcodec_free_context(context);
            throw new MediaException("the encoder does not start", opened);
        }
        return new Encoder(context);
    }

    AVCodecContext context() {
        return context;
    }

    void send(@Nullable Frame frame) throws MediaException {
        int sent = avcodec_send_frame(context, frame == null ? null : frame.raw());
        if (sent < 0 && frame != null) {
            throw new MediaException("a frame cannot be encoded", sent);
        }
    }

    boolean receive(AVPacket packet) {
        return avcodec_receive_packet(context, packet) >= 0;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }
}
