package org.unbroken.transcode.timeline;

import java.util.ArrayList;
import java.util.List;

/** The first so many spans of a kind, and how many more there were: a hostile file may hold millions. */
final class SpanList {
    static final int KEPT = 1000;
    private final List<Span> spans = new ArrayList<>();
    private long more;

    void add(long atMicros, long lengthMicros) {
        if (spans.size() < KEPT) {
            spans.add(new Span(atMicros, lengthMicros));
        } else {
            more++;
        }
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    long more() {
        return more;
    }
}
