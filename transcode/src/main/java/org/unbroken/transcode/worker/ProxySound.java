package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.ffmpeg.Decoder;
import org.unbroken.transcode.ffmpeg.Filter;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.Input;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.Mp4Writer;
import org.unbroken.transcode.timeline.Packet;

/** The proxy's sound: one or two channels; where the recording has none, silence keeps it in step with the picture. */
final class ProxySound implements AutoCloseable {
    private static final int LOWEST_RATE = 8_000;
    private static final int HIGHEST_RATE = 48_000;
    private static final long BITS_PER_CHANNEL = 48_000;
    /** AAC-LC. */
    private static final int SAMPLES_A_FRAME = 1024;

    private final int index;
    private final @Nullable Decoder decoder;
    private final Frame decoded = new Frame();
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private @Nullable Filter filter;
    private int rate;
    private int channels;
    private boolean joined;
    private long nextMicros;

    private ProxySound(int index, @Nullable Decoder decoder) {
        this.index = index;
        this.decoder = decoder;
    }

    static ProxySound open(Input input, Optional<Integer> index) {
        if (index.isEmpty()) {
            return new ProxySound(-1, null);
        }
        AVStream stream = input.stream(index.get());
        try {
            return new ProxySound(index.get(), Decoder.open(stream, 1, AVDISCARD_DEFAULT));
        } catch (MediaException e) {
            return new ProxySound(-1, null);
        }
    }

    boolean present() {
        return decoder != null;
    }

    boolean takes(int stream) {
        return decoder != null && stream == index;
    }

    boolean ready() {
        return decoder == null || !waiting.isEmpty();
    }

    long damaged() {
        return decoder == null ? 0 : decoder.damaged();
    }

    void send(AVPacket packet, ProxyClock clock) throws MediaException {
        if (decoder != null) {
            decoder.send(packet);
            receive(decoder, clock);
        }
    }

    void end(ProxyClock clock) throws MediaException {
        if (decoder == null) {
            return;
        }
        decoder.send(null);
        receive(decoder, clock);
        if (filter != null) {
            filter.send(null);
            take(filter, clock);
        }
    }

    private void receive(Decoder from, ProxyClock clock) throws MediaException {
        while (from.receive(decoded)) {
            Filter converter = filter();
            long micros = clock.at(index, ProxyPictures.micros(from.stream(), decoded.time()));
            decoded.setTime(micros == Packet.NONE ? nextMicros : Math.max(0, micros));
            nextMicros = (micros == Packet.NONE ? nextMicros : Math.max(0, micros))
                    + decoded.samples() * 1_000_000L / Math.max(1, decoded.sampleRate());
            converter.send(decoded);
            take(converter, clock);
        }
    }

    private void take(Filter converter, ProxyClock clock) {
        while (true) {
            Frame frame = new Frame();
            if (!converter.receive(frame)) {
                frame.close();
                return;
            }
            clock.shownUntil((frame.time() + frame.samples()) * 1_000_000L / rate);
            waiting.add(frame);
        }
    }

    private Filter filter() throws MediaException {
        Filter current = filter;
        if (current != null && decoded.sameSoundAsBefore()) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        if (rate == 0) {
            rate = decoded.sampleRate() < LOWEST_RATE || decoded.sampleRate() > HIGHEST_RATE
                    ? HIGHEST_RATE
                    : AacRates.atLeast(decoded.sampleRate());
            channels = Math.min(2, Math.max(1, decoded.channels()));
        }
        decoded.rememberSound();
        // async=1 fills holes with silence and cuts overlaps, but does not stretch.
        String chain = "aresample=" + rate + ":async=1:first_pts=0,aformat=sample_fmts=fltp:sample_rates=" + rate
                + ":channel_layouts=" + (channels == 1 ? "mono" : "stereo");
        Filter made = Filter.forSound(decoded, 1, 1_000_000, chain, SAMPLES_A_FRAME);
        filter = made;
        return made;
    }

    boolean join(Mp4Writer writer) throws MediaException {
        if (waiting.isEmpty()) {
            return false;
        }
        writer.addAudio(rate, channels, BITS_PER_CHANNEL * channels);
        joined = true;
        return true;
    }

    void drain(Mp4Writer writer, ProxyClock clock) throws MediaException {
        while (!waiting.isEmpty()) {
            try (Frame frame = waiting.remove()) {
                if (joined) {
                    writer.sound(frame);
                }
            }
        }
    }

    @Override
    public void close() {
        waiting.forEach(Frame::close);
        decoded.close();
        if (filter != null) {
            filter.close();
        }
        if (decoder != null) {
            decoder.close();
        }
    }
}
