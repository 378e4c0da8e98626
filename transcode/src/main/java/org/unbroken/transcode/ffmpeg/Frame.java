package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.unbroken.transcode.timeline.Packet;

/** One decoded picture or piece of sound, reused from one to the next. */
public final class Frame implements AutoCloseable {
    private final AVFrame frame = av_frame_alloc();
    private int rate;
    private int channels;
    private int format;

    AVFrame raw() {
        return frame;
    }

    void clear() {
        av_frame_unref(frame);
    }

    /** When it is shown, in the unit it came with; {@link Packet#NONE} where unknown. */
    public long time() {
        long best = frame.best_effort_timestamp();
        long time = best == AV_NOPTS_VALUE ? frame.pts() : best;
        return time == AV_NOPTS_VALUE ? Packet.NONE : time;
    }

    public void setTime(long ticks) {
        frame.pts(ticks);
    }

    public int width() {
        return frame.width();
    }

    public int height() {
        return frame.height();
    }

    public int sampleRate() {
        return frame.sample_rate();
    }

    public int channels() {
        return frame.ch_layout().nb_channels();
    }

    /** A decoder may change rate or layout on the way; what converts its sound must then be made anew. */
    public boolean sameSoundAsBefore() {
        return rate == frame.sample_rate() && channels == channels() && format == frame.format();
    }

    public void rememberSound() {
        rate = frame.sample_rate();
        channels = channels();
        format = frame.format();
    }

    public int samples() {
        return frame.nb_samples();
    }

    /** Copies the rows of a packed picture, {@code rowBytes} each, without FFmpeg's padding. */
    public void copyRows(byte[] target, int rowBytes) {
        int stride = frame.linesize(0);
        var data = frame.data(0);
        for (int row = 0; row < frame.height(); row++) {
            data.position((long) row * stride).get(target, row * rowBytes, rowBytes);
        }
        data.position(0);
    }

    /** Makes room for a picture of three planes, 4:2:0. */
    public void allocatePicture(int width, int height, int pixelFormat) throws MediaException {
        clear();
        frame.format(pixelFormat).width(width).height(height);
        require(av_frame_get_buffer(frame, 0));
    }

    /** Makes room for sound of one channel. */
    public void allocateMonoFloat(int samples, int rate) throws MediaException {
        clear();
        frame.format(AV_SAMPLE_FMT_FLTP).nb_samples(samples).sample_rate(rate);
        av_channel_layout_default(frame.ch_layout(), 1);
        require(av_frame_get_buffer(frame, 0));
    }

    public void putSamples(float[] samples) {
        new FloatPointer(frame.data(0)).put(samples, 0, samples.length);
    }

    /** Copies the samples of the first channel and answers how many there are; more than fit are left out. */
    public int copySamples(float[] target) {
        int count = Math.min(target.length, frame.nb_samples());
        new FloatPointer(frame.data(0)).get(target, 0, count);
        return count;
    }

    private static void require(int result) throws MediaException {
        if (result < 0) {
            throw new MediaException("no memory for a frame", result);
        }
    }

    /** Writes one row of one plane. */
    public void putRow(int plane, int row, byte[] bytes, int length) {
        var data = frame.data(plane);
        data.position((long) row * frame.linesize(plane)).put(bytes, 0, length);
        data.position(0);
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
