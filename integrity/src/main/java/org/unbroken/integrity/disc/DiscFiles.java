package org.unbroken.integrity.disc;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.SortedMap;

/** What lies on one disc: mounted, copied into a folder, or still an image. */
public interface DiscFiles {
    /** Each file's bytes by its path, divided by {@code /}. */
    SortedMap<String, Long> files();

    /** From its beginning. */
    ReadableByteChannel open(String path) throws IOException;

    /** For people. */
    String label();
}
