package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_set_frame_size;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** A chain of FFmpeg's filters from frames of one shape to frames of another. The chain's text is ours, never a file's. */
public final class Filter implements AutoCloseable {
    private final AVFilterGraph graph;
    private final AVFilterContext source;
    private final AVFilterContext sink;

    private Filter(AVFilterGraph graph, AVFilterContext source, AVFilterContext sink) {
        this.graph = graph;
        this.source = source;
        this.sink = sink;
    }

    /** For pictures shaped like this one, with times in ticks of num/den seconds. */
    public static Filter forPictures(Frame like, int num, int den, String chain) throws MediaException {
        AVFrame frame = like.raw();
        return of(String.format(
                Locale.ROOT,
                "buffer@in=video_size=%dx%d:pix_fmt=%s:time_base=%d/%d,%s,buffersink@out",
                frame.width(),
                frame.height(),
                av_get_pix_fmt_name(frame.format()).getString(StandardCharsets.US_ASCII),
                num,
                den,
                chain));
    }

    /** For sound shaped like this. */
    public static Filter forSound(Frame like, int num, int den, String chain, int samplesAFrame) throws MediaException {
        AVFrame frame = like.raw();
        byte[] layout = new byte[64];
        if (av_channel_layout_describe(frame.ch_layout(), layout, layout.length) < 0) {
            throw new MediaException("the sound's channels are not known");
        }
        String channels = new String(layout, StandardCharsets.US_ASCII);
        channels = channels.substring(0, Math.max(0, channels.indexOf(0)));
        Filter filter = of(String.format(
                Locale.ROOT,
                "abuffer@in=sample_rate=%d:sample_fmt=%s:channel_layout='%s':time_base=%d/%d,%s,abuffersink@out",
                frame.sample_rate(),
                av_get_sample_fmt_name(frame.format()).getString(StandardCharsets.US_ASCII),
                channels.matches("[0-9]+ channels") ? channels.replace(" channels", "c") : channels,
                num,
                den,
                chain));
        av_buffersink_set_frame_size(filter.sink, samplesAFrame);
        return filter;
    }

    private static Filter of(String text) throws MediaException {
        AVFilterGraph graph = avfilter_graph_alloc();
        graph.nb_threads(1);
        AVFilterInOut inputs = new AVFilterInOut(null);
        AVFilterInOut outputs = new AVFilterInOut(null);
        int parsed = avfilter_graph_parse2(graph, text, inputs, outputs);
        int ready = parsed < 0 ? parsed : avfilter_graph_config(graph, null);
        if (ready < 0) {
            avfilter_graph_free(graph);
            throw new MediaException("frames of this shape cannot be converted", ready);
        }
        boolean sound = text.startsWith("abuffer");
        return new Filter(
                graph,
                avfilter_graph_get_filter(graph, sound ? "abuffer@in" : "buffer@in"),
                avfilter_graph_get_filter(graph, sound ? "abuffersink@out" : "buffersink@out"));
    }

    /** Puts a frame in; null for the end. */
    public void send(@Nullable Frame frame) throws MediaException {
        @Nullable AVFrame raw = frame == null ? null : frame.raw();
        int sent = av_buffersrc_add_frame_flags(source, raw, AV_BUFFERSRC_FLAG_KEEP_REF);
        if (sent < 0) {
            throw new MediaException("a frame cannot be converted", sent);
        }
    }

    /** Takes a frame out; false when there is none yet. */
    public boolean receive(Frame frame) {
        frame.clear();
        return av_buffersink_get_frame(sink, frame.raw()) >= 0;
    }

    @Override
    public void close() {
        avfilter_graph_free(graph);
    }
}
