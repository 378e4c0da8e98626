package org.unbroken.transcode.timeline;

import org.unbroken.transcode.StreamKind;
import org.unbroken.transcode.codec.ShowingOrder;

/**
 * Follows the times of one stream, packet by packet, in the order of the file. Memory is bounded whatever the file
 * holds. Pictures come in decoding order: a short queue puts them into the order of showing.
 */
public final class StreamClock {
    private final StreamKind kind;
    private final ShowingOrder queue = new ShowingOrder();
    private final Spacing spacing = new Spacing();
    private final SpanList holes = new SpanList();
    private final SpanList overlaps = new SpanList();
    private final SpanList backward = new SpanList();
    private final SpanList duplicates = new SpanList();
    private final Steps steps = new Steps();
    private long packets;
    private long untimed;
    private long first = Packet.NONE;
    private long end = Packet.NONE;
    private long lastDts = Packet.NONE;
    private long lastTime = Packet.NONE;
    private int lastSize;
    private long shown = Packet.NONE;
    private long shownEnd;
    private long lastDuration;

    public StreamClock(StreamKind kind) {
        this.kind = kind;
    }

    public void add(Packet packet) {
        packets++;
        long time = packet.time();
        if (time == Packet.NONE) {
            untimed++;
            return;
        }
        // AVI and others carry empty packets for dropped frames: they hold time and no content.
        if (time == lastTime && packet.dts() == lastDts && packet.sizeBytes() == lastSize && lastSize > 0) {
            duplicates.add(time, 0);
            return;
        }
        long before = last(packet);
        long order = packet.dts() != Packet.NONE ? packet.dts() : time;
        if (before != Packet.NONE && order < before - Tolerance.BACKWARD_MICROS) {
            backward.add(order, before - order);
            restart();
        }
        if (packet.dts() != Packet.NONE && lastDts != Packet.NONE) {
            steps.add(packet.dts(), packet.dts() - lastDts);
        }
        lastDts = packet.dts();
        lastTime = time;
        lastSize = packet.sizeBytes();
        first = first == Packet.NONE ? time : Math.min(first, time);
        if (kind == StreamKind.VIDEO) {
            queue.add(time, packet.duration());
            if (queue.full()) {
                showFirst();
            }
        } else {
            show(time, packet.duration());
        }
    }

    /**
     * What a packet's time must not lie before. Without times of decoding, pictures come in any order within the
     * reordering queue, and only what has left it counts.
     */
    private long last(Packet packet) {
        if (packet.dts() != Packet.NONE) {
            return lastDts;
        }
        return kind == StreamKind.VIDEO ? shown : lastTime;
    }

    /** To be called once, after the last packet. */
    public void finish() {
        while (!queue.isEmpty()) {
            showFirst();
        }
        if (shown != Packet.NONE) {
            // Only the last frame may be held long: nothing follows that could show a hole.
            end = Math.max(end, shown + Math.min(lastDuration, Tolerance.VARIABLE_GAP_MICROS));
            end = Math.max(end, shownEnd);
        }
    }

    /** Time starts anew: what follows is not compared with what was before. */
    private void restart() {
        while (!queue.isEmpty()) {
            showFirst();
        }
        shown = Packet.NONE;
    }

    private void showFirst() {
        long at = queue.firstKey();
        long duration = queue.firstValue();
        queue.removeFirst();
        show(at, duration);
    }

    private void show(long at, long stated) {
        if (shown != Packet.NONE) {
            long distance = at - shown;
            if (kind == StreamKind.AUDIO) {
                compareSound(at);
            } else if (kind == StreamKind.VIDEO) {
                comparePicture(distance);
            }
            if (distance >= 0) {
                spacing.add(distance);
            }
        }
        shown = at;
        lastDuration = stated;
        long usual = spacing.median();
        long duration = stated;
        if (kind == StreamKind.VIDEO && usual > 0) {
            duration = duration > 0 ? Math.min(duration, usual * Tolerance.VIDEO_GAP_FRAMES) : usual;
        }
        shownEnd = at + (duration > 0 ? duration : usual);
        end = Math.max(end, shownEnd);
    }

    private void comparePicture(long distance) {
        long usual = spacing.median();
        if (distance > Tolerance.VIDEO_GAP_MICROS && distance > Tolerance.VIDEO_GAP_FRAMES * usual) {
            holes.add(shown + usual, distance - usual);
        }
    }

    private void compareSound(long at) {
        long step = at - shownEnd;
        if (step > Tolerance.AUDIO_GAP_MICROS) {
            holes.add(shownEnd, step);
        } else if (step < -Tolerance.AUDIO_OVERLAP_MICROS) {
            overlaps.add(at, -step);
        }
    }

    public StreamKind kind() {
        return kind;
    }

    public long packets() {
        return packets;
    }

    public long untimed() {
        return untimed;
    }

    public boolean timed() {
        return first != Packet.NONE;
    }

    /** The earliest time of showing; {@link Packet#NONE} where no packet has a time. */
    public long first() {
        return first;
    }

    public long end() {
        return end;
    }

    public long duration() {
        return first == Packet.NONE ? 0 : Math.max(0, end - first);
    }

    public long usualDistance() {
        return spacing.exactMedian();
    }

    boolean varies() {
        return spacing.varies();
    }

    SpanList holes() {
        return holes;
    }

    SpanList overlaps() {
        return overlaps;
    }

    SpanList backward() {
        return backward;
    }

    Steps steps() {
        return steps;
    }

    SpanList duplicates() {
        return duplicates;
    }
}
