package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.unbroken.integrity.RecordingId;

/** Where the recordings' bytes come from, each read once and from its beginning. */
@FunctionalInterface
public interface Originals {
    ReadableByteChannel open(RecordingId recording) throws IOException;
}
