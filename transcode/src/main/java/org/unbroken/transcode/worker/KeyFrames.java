package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.unbroken.transcode.ffmpeg.Decoder;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.timeline.Packet;

/** Decodes single key frames: the cost is the same however long the recording is. */
final class KeyFrames implements AutoCloseable {
    private static final int PATIENCE_PACKETS = 5_000;

    private final Input input;
    private final int stream;
    private final Decoder decoder;
    private final AVPacket packet = av_packet_alloc();

    private KeyFrames(Input input, int stream, Decoder decoder) {
        this.input = input;
        this.stream = stream;
        this.decoder = decoder;
    }

    static KeyFrames of(Input input, int stream) throws MediaException {
        return new KeyFrames(input, stream, Decoder.open(input.stream(stream), 1, AVDISCARD_DEFAULT));
    }

    /**
     * Decodes the key frame at or before a time, or the next one after where the file cannot be searched.
     *
     * @return its time in microseconds, or {@link Packet#NONE} when there is none
     */
    long at(long micros, Frame frame, Progress progress) {
        boolean moved = input.seek(stream, micros);
        decoder.flush();
        return next(moved ? 0 : micros, true, frame, progress);
    }

    /** Decodes the first picture that can be had from here on, key frame or not. */
    long any(Frame frame, Progress progress) {
        decoder.flush();
        return next(0, false, frame, progress);
    }

    private long next(long least, boolean key, Frame frame, Progress progress) {
        try {
            for (int i = 0; i < PATIENCE_PACKETS && input.read(packet); i++) {
                boolean wanted = packet.stream_index() == stream
                        && (!key || (packet.flags() & AV_PKT_FLAG_KEY) != 0)
                        && time(packet.pts()) >= least;
                if (wanted) {
                    decoder.send(packet);
                    if (key) {
                        // Told that no more will come, a decoder gives what it has.
                        decoder.send(null);
                    }
                }
                av_packet_unref(packet);
                progress.at(0);
                if (wanted && decoder.receive(frame)) {
                    long time = frame.time();
                    decoder.flush();
                    return time == Packet.NONE ? 0 : time(time);
                }
                if (wanted && key) {
                    decoder.flush();
                }
            }
        } catch (MediaException e) {
            // The rest of the file cannot be read: there are no more pictures.
            return Packet.NONE;
        }
        return Packet.NONE;
    }

    private long time(long ticks) {
        return ProxyPictures.micros(input.stream(stream), ticks);
    }

    Decoder decoder() {
        return decoder;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        decoder.close();
    }
}
