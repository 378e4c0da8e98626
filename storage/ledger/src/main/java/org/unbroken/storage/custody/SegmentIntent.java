package org.unbroken.storage.custody;

import java.nio.ByteBuffer;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.rocks.Keys;

/**
 * What the flusher is about to put into the WORM store, on record before the first byte of it is put: entries {@code
 * first} to {@code end − 1} as one segment, and the checkpoint for size {@code end}. Whatever is appended meanwhile, a
 * second try puts the same objects.
 */
record SegmentIntent(long first, long end, SignedNote checkpoint) {
    SegmentIntent {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("no segment has entries " + first + " to " + end);
        }
    }

    static SegmentIntent parse(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new SegmentIntent(
                numbers.getLong(), numbers.getLong(), SignedNote.parse(LogRecords.tail(bytes, 2 * Long.BYTES)));
    }

    byte[] bytes() {
        return Keys.join(Keys.ofLong(first), Keys.ofLong(end), checkpoint.encode());
    }
}
