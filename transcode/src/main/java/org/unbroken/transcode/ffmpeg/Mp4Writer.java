package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** Writes an MP4 of at most one H.264 and one AAC track, its index before its media, so that it plays from the start. */
public final class Mp4Writer implements AutoCloseable {
    private final AVFormatContext context;
    private final String url;
    private final AVPacket packet = av_packet_alloc();
    private final LongPredicate leftOut;
    private @Nullable Track video;
    private @Nullable Track audio;
    private boolean opened;

    private record Track(Encoder encoder, AVStream stream, long frameTicks) {}

    private Mp4Writer(AVFormatContext context, String url, LongPredicate leftOut) {
        this.context = context;
        this.url = url;
        this.leftOut = leftOut;
    }

    /** Begins a file; packets at times (in microseconds) that {@code leftOut} holds for are not written. */
    public static Mp4Writer create(Path out, String comment, LongPredicate leftOut) throws MediaException {
        AVFormatContext context = new AVFormatContext(null);
        String url = "file:" + out;
        int made = avformat_alloc_output_context2(context, null, "mp4", url);
        if (made < 0) {
            throw new MediaException("no MP4 writer", made);
        }
        AVDictionary tags = new AVDictionary(null);
        av_dict_set(tags, "comment", comment, 0);
        context.metadata(tags);
        return new Mp4Writer(context, url, leftOut);
    }

    public void addVideo(int width, int height, int framesPerSecond, long bitsPerSecond) throws MediaException {
        Encoder encoder = Encoder.h264(width, height, framesPerSecond, bitsPerSecond);
        video = track(encoder, Encoder.VIDEO_TICKS / framesPerSecond);
    }

    /** Answers how many samples the encoder wants in each frame. */
    public int addAudio(int sampleRate, int channels, long bitsPerSecond) throws MediaException {
        Encoder encoder = Encoder.aac(sampleRate, channels, bitsPerSecond);
        audio = track(encoder, encoder.context().frame_size());
        return encoder.context().frame_size();
    }

    private Track track(Encoder encoder, long frameTicks) {
        AVStream stream = avformat_new_stream(context, null);
        avcodec_parameters_from_context(stream.codecpar(), encoder.context());
        stream.time_base(encoder.context().time_base());
        return new Track(encoder, stream, frameTicks);
    }

    public void start() throws MediaException {
        AVIOContext file = new AVIOContext(null);
        require("the output cannot be opened", avio_open(file, url, AVIO_FLAG_WRITE));
        context.pb(file);
        opened = true;
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart", 0);
        int header = avformat_write_header(context, options);
        av_dict_free(options);
        require("the output cannot be begun", header);
    }

    /** A picture with its time in ticks of 1/90000 s, later than the one before. */
    public void picture(Frame frame) throws MediaException {
        if (video != null) {
            frame.raw().pict_type(0);
            encode(video, frame);
        }
    }

    /** Sound with its time in samples. */
    public void sound(Frame frame) throws MediaException {
        if (audio != null) {
            encode(audio, frame);
        }
    }

    private void encode(Track track, @Nullable Frame frame) throws MediaException {
        track.encoder().send(frame);
        while (track.encoder().receive(packet)) {
            if (packet.duration() <= 0) {
                packet.duration(track.frameTicks());
            }
            long micros = Times.micros(
                    packet.pts(),
                    track.encoder().context().time_base().num(),
                    track.encoder().context().time_base().den());
            if (leftOut.test(micros)) {
                av_packet_unref(packet);
                continue;
            }
            av_packet_rescale_ts(
                    packet,
                    track.encoder().context().time_base(),
                    track.stream().time_base());
            packet.stream_index(track.stream().index());
            require("the output cannot be written", av_interleaved_write_frame(context, packet));
        }
    }

    public void finish() throws MediaException {
        if (video != null) {
            encode(video, null);
        }
        if (audio != null) {
            encode(audio, null);
        }
        require("the output cannot be finished", av_write_trailer(context));
    }

    private static void require(String what, int result) throws MediaException {
        if (result < 0) {
            throw new MediaException(what, result);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        if (video != null) {
            video.encoder().close();
        }
        if (audio != null) {
            audio.encoder().close();
        }
        if (opened) {
            avio_closep(context.pb());
        }
        avformat_free_context(context);
    }
}
