package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.SortedMap;

/**
 * What stands between one writer and another that also believes to be the one. The flusher asks it before the first byte
 * of a segment goes into the WORM store, and again before anybody is shown the checkpoint.
 *
 * <p>The store itself takes one content under a segment's key and no second; so two writers that slip past each other
 * here still do not make two logs. The fence keeps them from wasting work, and keeps what is published from going back.
 */
interface PublicationFence {

    /**
     * Nothing of the segment is in the store yet, or what is there is the same.
     *
     * @throws LogStoppedException when it is another's turn: nothing of this may be put
     */
    void intend(SegmentIntent intent) throws IOException;

    /**
     * Segment and checkpoint are durable in the store; nobody has been shown them. Durable when this returns.
     *
     * @param covered per partition the next offset whose fact is not among the entries up to {@code intent.end()}
     * @throws LogStoppedException when it is another's turn: it will find the segment, and publish it
     */
    void published(SegmentIntent intent, SortedMap<Integer, Long> covered) throws IOException;
}
