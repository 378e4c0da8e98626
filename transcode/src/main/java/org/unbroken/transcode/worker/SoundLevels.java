package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.ffmpeg.Decoder;
import org.unbroken.transcode.ffmpeg.Filter;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.timeline.Packet;

/**
 * Decodes sound to learn how loud it is. Of long sound only some packets are decoded, evenly spread, two at a time since
 * one leans on the other: the cost has a bound, and a picture a thousand dots wide shows the same.
 */
final class SoundLevels implements AutoCloseable {
    /** As much sound is decoded whole: some seconds of work. */
    private static final long WHOLE_MICROS = 20L * 60 * 1_000_000;

    private static final int SAMPLES = 1 << 16;

    private final Input input;
    private final int stream;
    private final Decoder decoder;
    private final Frame decoded = new Frame();
    private final Frame plain = new Frame();
    private final float[] samples = new float[SAMPLES];
    private final Loudness loudness = new Loudness();
    private final long start;
    private @Nullable Filter filter;
    private long next;

    private SoundLevels(Input input, int stream, Decoder decoder) {
        this.input = input;
        this.stream = stream;
        this.decoder = decoder;
        this.start = input.startMicros();
    }

    static Loudness read(Input input, int stream, Progress progress) throws MediaException {
        Decoder decoder = Decoder.open(input.stream(stream), 1, AVDISCARD_DEFAULT);
        try (SoundLevels levels = new SoundLevels(input, stream, decoder)) {
            levels.read(progress);
            return levels.loudness;
        }
    }

    private void read(Progress progress) throws MediaException {
        @Nullable Long length = input.declaredMicros();
        long every = length == null ? 1 : 1 + length / WHOLE_MICROS;
        AVPacket packet = av_packet_alloc();
        try {
            long count = 0;
            while (input.read(packet)) {
                if (packet.stream_index() == stream && count++ / 2 % every == 0) {
                    decoder.send(packet);
                    receive();
                }
                av_packet_unref(packet);
                progress.at(0);
            }
        } catch (MediaException e) {
            // The rest cannot be read: the picture shows what came before.
            if (loudness.lengthMicros() == 0) {
                throw e;
            }
        } finally {
            av_packet_free(packet);
        }
        decoder.send(null);
        receive();
    }

    private void receive() throws MediaException {
        while (decoder.receive(decoded)) {
            long time = ProxyPictures.micros(decoder.stream(), decoded.time());
            long at = time == Packet.NONE ? next : Math.max(0, time - start);
            next = at + decoded.samples() * 1_000_000L / Math.max(1, decoded.sampleRate());
            Filter converter = filter();
            converter.send(decoded);
            while (converter.receive(plain)) {
                loudness.add(at, next - at, peak());
            }
        }
    }

    private float peak() {
        int count = plain.copySamples(samples);
        float highest = 0;
        for (int i = 0; i < count; i++) {
            // Damaged sound may hold numbers that are none.
            float size = Math.abs(samples[i]);
            highest = size > highest ? Math.min(1, size) : highest;
        }
        return highest;
    }

    private Filter filter() throws MediaException {
        Filter current = filter;
        if (current != null && decoded.sameSoundAsBefore()) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        decoded.rememberSound();
        Filter made = Filter.forSound(decoded, 1, 1_000_000, "aformat=sample_fmts=flt:channel_layouts=mono", 0);
        filter = made;
        return made;
    }

    @Override
    public void close() {
        decoded.close();
        plain.close();
        if (filter != null) {
            filter.close();
        }
        decoder.close();
    }
}
