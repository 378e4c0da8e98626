package org.unbroken.transcode.timeline;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.transcode.ChunkTime;

/** Which times lie in which chunk of the file: gathered a stream, in the stream's own time, and then brought together. */
public final class ChunkSpans {
    /** 800 GB. What lies beyond is not told in seconds. */
    private static final int MOST_CHUNKS = 100_000;

    private final SortedMap<Long, Span> spans = new TreeMap<>();
    /** The chunk that the latest packet lies in: so does nearly every next one, and it is not looked up each time. */
    private long chunk = -1;

    private long from;
    private long to;

    private record Span(long from, long to) {
        Span with(Span other) {
            return new Span(Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    /** A packet's place in the file in bytes, negative where the format does not tell it, and its times. */
    public void add(long position, Packet packet) {
        long time = packet.time();
        if (position < 0 || time == Packet.NONE) {
            return;
        }
        long end = time + packet.duration();
        long last = (position + Math.max(1, packet.sizeBytes()) - 1) / ChunkChain.CHUNK_BYTES;
        for (long at = position / ChunkChain.CHUNK_BYTES; at <= last && at < MOST_CHUNKS; at++) {
            if (at != chunk) {
                close();
                chunk = at;
                from = time;
                to = end;
            }
            from = Math.min(from, time);
            to = Math.max(to, end);
        }
    }

    private void close() {
        if (chunk >= 0) {
            spans.merge(chunk, new Span(from, to), Span::with);
            chunk = -1;
        }
    }

    /** Takes another stream's spans in, moved by so much. */
    public void add(ChunkSpans stream, long shiftMicros) {
        close();
        stream.close();
        stream.spans.forEach((each, span) ->
                spans.merge(each, new Span(span.from + shiftMicros, span.to + shiftMicros), Span::with));
    }

    /** In order. What lies before the first moment shown counts as that moment. */
    public List<ChunkTime> times() {
        close();
        return spans.entrySet().stream()
                .map(entry -> new ChunkTime(
                        entry.getKey(), Math.max(0, entry.getValue().from), Math.max(0, entry.getValue().to)))
                .toList();
    }
}
