package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.SortedMap;

/** A log node's fence: its turn, and then the mark beside its own key, for when document and database are both lost. */
record MarkedTurn(WriterTurn turn, PublishedMark mark) implements PublicationFence {
    @Override
    public void intend(SegmentIntent intent) throws IOException {
        turn.intend(intent);
    }

    @Override
    public void published(SegmentIntent intent, SortedMap<Integer, Long> covered) throws IOException {
        turn.published(intent, covered);
        mark.advance(PublishedCheckpoint.of(intent.checkpoint()));
    }
}
