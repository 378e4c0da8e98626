package org.unbroken.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The same packets in another MP4, laid out as FFmpeg's writer can.
 *
 * @param sources which of the original's streams the new file's are, each as often as it is named
 * @param movflags of FFmpeg's writer
 * @param fragmentMicros how long a fragment is at most; 0 for one at each key frame
 * @param gapFrom every packet from this one on is left out, up to the one before {@code gapTo}, counted in each stream
 */
record Remux(List<Integer> sources, String movflags, long fragmentMicros, int gapFrom, int gapTo) {
    Remux {
        sources = List.copyOf(sources);
    }

    static Remux fragments(String movflags, Integer... sources) {
        return new Remux(List.of(sources), movflags, 0, 0, 0);
    }

    Remux each(long micros) {
        return new Remux(sources, movflags, micros, gapFrom, gapTo);
    }

    Remux without(int from, int to) {
        return new Remux(sources, movflags, fragmentMicros, from, to);
    }

    void write(Path from, Path to) {
        AVFormatContext in = new AVFormatContext(null);
        AVFormatContext out = new AVFormatContext(null);
        AVPacket packet = av_packet_alloc();
        AVPacket copy = av_packet_alloc();
        well(avformat_open_input(in, "file:" + from, (AVInputFormat) null, (AVDictionary) null));
        well(avformat_find_stream_info(in, (AVDictionary) null));
        well(avformat_alloc_output_context2(out, null, "mp4", "file:" + to));
        for (int source : sources) {
            AVStream stream = avformat_new_stream(out, null);
            well(avcodec_parameters_copy(stream.codecpar(), in.streams(source).codecpar()));
            stream.codecpar().codec_tag(0);
            stream.time_base(in.streams(source).time_base());
        }
        AVIOContext file = new AVIOContext(null);
        well(avio_open(file, "file:" + to, AVIO_FLAG_WRITE));
        out.pb(file);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", movflags, 0);
        if (fragmentMicros > 0) {
            av_dict_set(options, "frag_duration", Long.toString(fragmentMicros), 0);
        }
        well(avformat_write_header(out, options));
        av_dict_free(options);
        int[] count = new int[in.nb_streams()];
        while (av_read_frame(in, packet) >= 0) {
            int source = packet.stream_index();
            int number = count[source]++;
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i) == source && (number < gapFrom || number >= gapTo)) {
                    well(av_packet_ref(copy, packet));
                    copy.stream_index(i);
                    copy.pos(-1);
                    av_packet_rescale_ts(
                            copy, in.streams(source).time_base(), out.streams(i).time_base());
                    well(av_interleaved_write_frame(out, copy));
                }
            }
            av_packet_unref(packet);
        }
        well(av_write_trailer(out));
        avio_closep(out.pb());
        avformat_free_context(out);
        avformat_close_input(in);
        av_packet_free(packet);
        av_packet_free(copy);
    }

    private static void well(int result) {
        assertThat(result).isNotNegative();
    }
}
