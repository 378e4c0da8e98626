package org.unbroken.ingest.console.http;

import java.nio.channels.SeekableByteChannel;

/** What an answer carries. */
public sealed interface Body {

    /** Nothing. */
    record Empty() implements Body {}

    /** Small enough to be held. Not copied: whoever makes one lets go of the array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Body {}

    /** Part of something stored, streamed without a thread waiting on a slow reader. Closed by whoever writes it. */
    record Stream(SeekableByteChannel channel, long offset, long length) implements Body {
        public Stream {
            if (offset < 0 || length < 0) {
                throw new IllegalArgumentException("a stream from " + offset + " of " + length + " bytes");
            }
        }
    }
}
