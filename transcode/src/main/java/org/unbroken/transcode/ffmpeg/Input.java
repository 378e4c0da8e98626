package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.container.PatchedBytes;
import org.unbroken.transcode.timeline.Packet;

/** One file, opened by FFmpeg under the worker's restrictions. */
public final class Input implements AutoCloseable {
    /**
     * Demuxers of single files that cameras, phones and recorders write. None of them opens another file or address:
     * that rules out hls, dash, concat, image2, sdp, rtsp and the like.
     */
    private static final String DEMUXERS = String.join(
            ",",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,wav,w64,mp3,aac,amr,amrnb",
            "amrwb,flac,h264,hevc,dhav,mxf,ivf,jpeg_pipe,png_pipe");

    /** Below this the bytes merely resemble the format (AVPROBE_SCORE_RETRY). */
    private static final int LEAST_SCORE = 25;

    private static final int MOST_STREAMS = 64;

    private final AVFormatContext context;
    private final @Nullable PatchedFile source;
    private boolean closed;
    private boolean studied;

    private Input(AVFormatContext context, @Nullable PatchedFile source) {
        this.context = context;
        this.source = source;
    }

    /**
     * Opens a file and finds its streams.
     *
     * @param file must have a name that tells nothing: FFmpeg's guess goes by the extension too
     * @param editLists whether the file's own edit lists are obeyed, as in playing, or left aside, as in counting
     */
    public static Input open(Path file, boolean editLists) throws MediaException {
        Input input = openHeader(file, editLists);
        input.study();
        return input;
    }

    /** Opens a file and reads its header only: what {@link #study} would find out by decoding is not known then. */
    public static Input openHeader(Path file, boolean editLists) throws MediaException {
        return openHeader(file, null, editLists);
    }

    /**
     * Opens what a file would be with some bytes of it replaced, as in counting; reads its header only.
     *
     * @param file that {@code bytes} are of
     */
    public static Input openPatched(Path file, PatchedBytes bytes) throws MediaException {
        return openHeader(file, new PatchedFile(bytes), false);
    }

    private static Input openHeader(Path file, @Nullable PatchedFile source, boolean editLists) throws MediaException {
        AVFormatContext context = new AVFormatContext(null);
        if (source != null) {
            context = avformat_alloc_context();
            context.pb(source.context());
        }
        AVDictionary options = new AVDictionary(null);
        option(options, "protocol_whitelist", "file");
        option(options, "format_whitelist", DEMUXERS);
        option(options, "max_streams", Integer.toString(MOST_STREAMS));
        option(options, "enable_drefs", "0");
        option(options, "use_absolute_path", "0");
        option(options, "ignore_editlist", editLists ? "0" : "1");
        if (!editLists) {
            option(options, "advanced_editlist", "0");
        }
        BytePointer url = new BytePointer("file:" + file, StandardCharsets.UTF_8);
        int opened = avformat_open_input(context, url, null, options);
        av_dict_free(options);
        url.close();
        if (opened < 0) {
            if (source != null) {
                source.close();
            }
            throw new MediaException("not recognised as a recording", opened);
        }
        Input input = new Input(context, source);
        if (context.probe_score() < LEAST_SCORE) {
            input.close();
            throw new MediaException("not recognised as a recording: the bytes resemble no format closely enough");
        }
        return input;
    }

    /**
     * Reads and decodes as much as it takes to know all streams: of large pictures that takes longer than to list the
     * packets of an hour.
     */
    public void study() throws MediaException {
        if (studied) {
            return;
        }
        studied = true;
        int found = avformat_find_stream_info(context, (PointerPointer<?>) null);
        if (found < 0) {
            close();
            throw new MediaException("its streams cannot be read", found);
        }
    }

    public boolean studied() {
        return studied;
    }

    private static void option(AVDictionary options, String name, String value) {
        av_dict_set(options, name, value, 0);
    }

    AVFormatContext context() {
        return context;
    }

    public int streams() {
        return context.nb_streams();
    }

    public AVStream stream(int index) {
        return context.streams(index);
    }

    /** FFmpeg's name of the format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}. */
    public String format() {
        return context.iformat().name().getString(StandardCharsets.UTF_8);
    }

    /** Whether a transport stream's tables carry the names and the place that FFmpeg's writer gives them by default. */
    public boolean libavformatProgram() {
        if (context.nb_programs() != 1) {
            return false;
        }
        AVProgram program = context.programs(0);
        Map<String, String> names = tags(program.metadata());
        return program.pmt_pid() == 0x1000
                && names.getOrDefault("service_provider", "").equals("FFmpeg")
                && names.getOrDefault("service_name", "").equals("Service01");
    }

    /** Of a transport stream: where its table lies, and the names in it. */
    public Optional<String> transportTable() {
        if (!format().equals("mpegts") || context.nb_programs() < 1) {
            return Optional.empty();
        }
        AVProgram program = context.programs(0);
        Map<String, String> names = tags(program.metadata());
        return Optional.of("pid " + program.pmt_pid() + ", clock " + program.pcr_pid() + ", program " + program.id()
                + ", \"" + names.getOrDefault("service_provider", "") + "\" \""
                + names.getOrDefault("service_name", "") + "\"");
    }

    /** Matroska and Ogg record when a frame is shown; when it is decoded FFmpeg guesses. */
    public boolean keepsDecodingTimes() {
        return !format().startsWith("matroska") && !format().equals("ogg");
    }

    /** How long the file announces to be; its streams have been read. */
    public @Nullable Long declaredMicros(List<StreamReader> readers) {
        return studied ? declaredMicros() : Announced.micros(readers);
    }

    /** The same, of streams that were studied. */
    public @Nullable Long declaredMicros() {
        long duration = context.duration();
        return duration == AV_NOPTS_VALUE || duration < 0 || duration > 1L << 51 ? null : duration;
    }

    /** The file's first moment, on its own clock; 0 where it has none. */
    public long startMicros() {
        long start = context.start_time();
        return start == AV_NOPTS_VALUE ? 0 : start;
    }

    /** Goes to the key frame at or before a time; false where the format cannot. */
    public boolean seek(int stream, long micros) {
        AVStream target = context.streams(stream);
        long ticks = Math.round(
                micros / 1e6 * target.time_base().den() / target.time_base().num());
        return av_seek_frame(context, stream, ticks, AVSEEK_FLAG_BACKWARD) >= 0;
    }

    /** The file's tags, names in lower case. */
    public Map<String, String> tags() {
        return tags(context.metadata());
    }

    public static Map<String, String> tags(@Nullable AVDictionary dictionary) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (dictionary == null || dictionary.isNull()) {
            return tags;
        }
        AVDictionaryEntry entry = av_dict_iterate(dictionary, null);
        while (entry != null && !entry.isNull() && tags.size() < 256) {
            tags.putIfAbsent(
                    clean(entry.key().getString(StandardCharsets.UTF_8)).toLowerCase(java.util.Locale.ROOT),
                    clean(entry.value().getString(StandardCharsets.UTF_8)));
            entry = av_dict_iterate(dictionary, entry);
        }
        return tags;
    }

    /** Tags come from the file: no control characters, and no novels. */
    private static String clean(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ").strip();
        return printable.length() > 512 ? printable.substring(0, 512) : printable;
    }

    /** The stream that a player would choose; the cover picture of a sound file is none. */
    public Optional<Integer> best(int mediaType) {
        int index = av_find_best_stream(context, mediaType, -1, -1, (PointerPointer<?>) null, 0);
        boolean cover =
                index >= 0 && (context.streams(index).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
        return index < 0 || cover ? Optional.empty() : Optional.of(index);
    }

    /** Reads the next packet; false at the end. The caller unreferences it. */
    public boolean read(AVPacket packet) throws MediaException {
        int result = av_read_frame(context, packet);
        if (result == AVERROR_EOF()) {
            return false;
        }
        if (result < 0) {
            throw new MediaException("reading stopped", result);
        }
        return true;
    }

    /** When a packet's picture or sound is to be presented, in its stream's ticks; {@link Packet#NONE} where unknown. */
    public static long time(AVPacket packet) {
        return packet.pts() == AV_NOPTS_VALUE ? Packet.NONE : packet.pts();
    }

    public static String codecName(AVStream stream) {
        int id = stream.codecpar().codec_id();
        if (id != avcodec.AV_CODEC_ID_NONE) {
            return avcodec.avcodec_get_name(id).getString(StandardCharsets.UTF_8);
        }
        return fourCharacters(stream.codecpar().codec_tag());
    }

    public static String fourCharacters(int tag) {
        if (tag == 0) {
            return "unknown";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int c = (tag >> (8 * i)) & 0xff;
            if (c <= 0x20 || c >= 0x7f) {
                return String.format(java.util.Locale.ROOT, "0x%x", tag);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avformat_close_input(context);
            PatchedFile given = source;
            if (given != null) {
                given.close();
            }
        }
    }
}
