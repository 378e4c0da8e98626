package org.unbroken.transcode.worker;

import java.util.TreeSet;
import org.unbroken.transcode.timeline.Packet;

/**
 * Whether a proxy may do without the pictures that no other picture is predicted from. Decoding is what a proxy costs,
 * and of most cameras' B-frames that is every second picture: 30 a second become 15. It stops for good as soon as it has
 * left a hole longer than {@link #LONGEST_MICROS} where there were pictures: then they follow each other so that too few
 * would remain.
 */
final class Thinning {
    static final long LONGEST_MICROS = 90_000;
    private static final double LEAST_RATE = 23;
    private static final int MOST_WAITING = 64;

    private final TreeSet<Long> sent = new TreeSet<>();
    private long last = Packet.NONE;
    private boolean on;

    /** Thinning that begins switched on where the stream states so many pictures a second that half are enough. */
    Thinning(double picturesPerSecond) {
        this.on = picturesPerSecond >= LEAST_RATE;
    }

    boolean on() {
        return on;
    }

    /** A packet of a picture to be shown then was given to the decoder. */
    void sent(long micros) {
        if (on && micros != Packet.NONE && sent.size() < MOST_WAITING) {
            sent.add(micros);
        }
    }

    /** The decoder gave the picture of that time. */
    void received(long micros) {
        if (!on || micros == Packet.NONE) {
            return;
        }
        boolean hole = last != Packet.NONE && micros - last > LONGEST_MICROS;
        if (hole && !sent.subSet(last, false, micros, false).isEmpty()) {
            on = false;
        }
        last = micros;
        sent.headSet(micros, true).clear();
    }
}
