package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.SortedMap;

/** For a log with one process: no other can have the database, and the mark beside the key says how far it came. */
record MarkFence(PublishedMark mark) implements PublicationFence {
    @Override
    public void intend(SegmentIntent intent) {}

    @Override
    public void published(SegmentIntent intent, SortedMap<Integer, Long> covered) throws IOException {
        mark.advance(PublishedCheckpoint.of(intent.checkpoint()));
    }
}
