package org.unbroken.transcode.worker;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.Mp4Writer;

/**
 * Brings both tracks to the writer. An MP4's tracks must all be known before its first frame, and a track's shape is
 * only known once a frame has been decoded: until both have one, or one stream proves empty, packets' frames wait.
 */
final class ProxyTracks {
    /** A stream that gives no frame within so many packets of the file is left out. */
    private static final int PATIENCE_PACKETS = 600;

    private final Mp4Writer writer;
    private final ProxyPictures pictures;
    private final ProxySound sound;
    private final ProxyClock clock;
    private boolean started;
    private long packets;

    ProxyTracks(Mp4Writer writer, ProxyPictures pictures, ProxySound sound, ProxyClock clock) {
        this.writer = writer;
        this.pictures = pictures;
        this.sound = sound;
        this.clock = clock;
    }

    /** Answers how much of the recording is done. */
    long packet(AVPacket packet) throws MediaException {
        packets++;
        if (pictures.takes(packet.stream_index())) {
            pictures.send(packet, clock);
        } else if (sound.takes(packet.stream_index())) {
            sound.send(packet, clock);
        }
        if (!started && ((pictures.ready() && sound.ready()) || packets > PATIENCE_PACKETS)) {
            start();
        }
        if (started) {
            drain();
        }
        return clock.shownMicros();
    }

    private void start() throws MediaException {
        boolean seen = pictures.join(writer);
        boolean heard = sound.join(writer);
        if (seen || heard) {
            writer.start();
            started = true;
        }
    }

    private void drain() throws MediaException {
        pictures.drain(writer, clock);
        sound.drain(writer, clock);
    }

    void finish() throws MediaException {
        pictures.end(clock);
        sound.end(clock);
        if (!started) {
            start();
        }
        if (!started) {
            throw new MediaException("no picture and no sound can be decoded");
        }
        drain();
        writer.finish();
    }
}
