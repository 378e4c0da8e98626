package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;

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
import org.unbroken.transcode.ffmpeg.Orientation;
import org.unbroken.transcode.ffmpeg.PictureShape;
import org.unbroken.transcode.timeline.Packet;

/** The proxy's pictures: decoded, turned, made small, at most 30 a second, each at its own time. */
final class ProxyPictures implements AutoCloseable {
    private static final int BOX_WIDTH = 640;
    private static final int BOX_HEIGHT = 360;
    private static final int FRAMES_PER_SECOND = 30;
    private static final long BITS_PER_SECOND = 700_000;
    /** For half as many pictures: what coding a picture takes grows with its bits. */
    private static final long BITS_PER_SECOND_THINNED = 450_000;

    private static final long TICKS = 90_000;
    /** A little less than a thirtieth: times are rounded. */
    private static final long LEAST_DISTANCE = TICKS / FRAMES_PER_SECOND - TICKS / 500;

    private final int index;
    private final @Nullable Decoder decoder;
    private final Frame decoded = new Frame();
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Thinning thinning;
    private @Nullable Filter filter;
    private int filterWidth;
    private int filterHeight;
    private int[] size = {0, 0};
    private boolean joined;
    private long lastTicks = Packet.NONE;

    private ProxyPictures(int index, @Nullable Decoder decoder, Thinning thinning) {
        this.index = index;
        this.decoder = decoder;
        this.thinning = thinning;
    }

    private static ProxyPictures none() {
        return new ProxyPictures(-1, null, new Thinning(0));
    }

    static ProxyPictures open(Input input, Optional<Integer> index) {
        if (index.isEmpty()) {
            return none();
        }
        AVStream stream = input.stream(index.get());
        int height = Math.min(stream.codecpar().width(), stream.codecpar().height());
        // Smoothing within blocks is lost in the scaling anyway when the picture becomes much smaller.
        int skip = height >= 3 * BOX_HEIGHT
                ? AVDISCARD_ALL
                : height >= 2 * BOX_HEIGHT ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
        try {
            Thinning thinning = new Thinning(picturesPerSecond(stream));
            Decoder decoder = Decoder.open(stream, 1, skip);
            decoder.skipPictures(thinning.on() ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
            return new ProxyPictures(index.get(), decoder, thinning);
        } catch (MediaException e) {
            return none();
        }
    }

    private static double picturesPerSecond(AVStream stream) {
        int seconds = stream.avg_frame_rate().den();
        return seconds == 0 ? 0 : (double) stream.avg_frame_rate().num() / seconds;
    }

    boolean present() {
        return decoder != null;
    }

    boolean takes(int stream) {
        return decoder != null && stream == index;
    }

    /** Whether nothing more need be waited for: a picture is there, or never will be. */
    boolean ready() {
        return decoder == null || !waiting.isEmpty();
    }

    long damaged() {
        return decoder == null ? 0 : decoder.damaged();
    }

    void send(AVPacket packet, ProxyClock clock) throws MediaException {
        if (decoder != null) {
            thinning.sent(micros(decoder.stream(), Input.time(packet)));
            decoder.send(packet);
            receive(decoder, clock);
        }
    }

    void end(ProxyClock clock) throws MediaException {
        if (decoder != null) {
            decoder.send(null);
            receive(decoder, clock);
        }
    }

    private void receive(Decoder from, ProxyClock clock) throws MediaException {
        while (from.receive(decoded)) {
            if (thinning.on()) {
                thinning.received(micros(from.stream(), decoded.time()));
                from.skipPictures(thinning.on() ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
            }
            long ticks = ticks(from, clock);
            if (lastTicks != Packet.NONE && ticks < lastTicks + LEAST_DISTANCE) {
                continue;
            }
            lastTicks = ticks;
            clock.shownUntil(ticks * 100 / 9);
            Filter scaler = filter(from.stream());
            scaler.send(decoded);
            Frame small = new Frame();
            if (scaler.receive(small)) {
                small.setTime(ticks);
                waiting.add(small);
            } else {
                small.close();
            }
        }
    }

    /** A picture without a time comes after the one before, at the usual distance. */
    private long ticks(Decoder from, ProxyClock clock) {
        long micros = clock.at(index, micros(from.stream(), decoded.time()));
        if (micros == Packet.NONE) {
            return lastTicks == Packet.NONE ? 0 : lastTicks + TICKS / FRAMES_PER_SECOND;
        }
        return Math.max(0, micros) * 9 / 100;
    }

    static long micros(AVStream stream, long ticks) {
        return ticks == Packet.NONE
                ? Packet.NONE
                : Math.round((double) ticks
                        * stream.time_base().num()
                        * 1e6
                        / stream.time_base().den());
    }

    /** A stream may change its size on the way; the proxy keeps that of its first picture. */
    private Filter filter(AVStream stream) throws MediaException {
        Filter current = filter;
        if (current != null && filterWidth == decoded.width() && filterHeight == decoded.height()) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        PictureShape shape = PictureShape.of(stream, decoded, Orientation.of(stream));
        if (size[0] == 0) {
            size = shape.height() > shape.width()
                    ? shape.within(BOX_HEIGHT, BOX_WIDTH)
                    : shape.within(BOX_WIDTH, BOX_HEIGHT);
        }
        filterWidth = decoded.width();
        filterHeight = decoded.height();
        // Averaging over the area costs no more than the fast scalers here, which leave points out and so flicker.
        Filter made = Filter.forPictures(decoded, 1, 90_000, shape.chain(size, "area") + "format=yuv420p,setsar=1");
        filter = made;
        return made;
    }

    boolean join(Mp4Writer writer) throws MediaException {
        if (waiting.isEmpty()) {
            return false;
        }
        if (thinning.on()) {
            writer.addVideo(size[0], size[1], FRAMES_PER_SECOND / 2, BITS_PER_SECOND_THINNED);
        } else {
            writer.addVideo(size[0], size[1], FRAMES_PER_SECOND, BITS_PER_SECOND);
        }
        joined = true;
        return true;
    }

    void drain(Mp4Writer writer, ProxyClock clock) throws MediaException {
        while (!waiting.isEmpty()) {
            try (Frame frame = waiting.remove()) {
                if (joined) {
                    writer.picture(frame);
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
