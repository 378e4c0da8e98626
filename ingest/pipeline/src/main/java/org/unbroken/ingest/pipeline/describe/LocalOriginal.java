package org.unbroken.ingest.pipeline.describe;

import java.nio.file.Path;

/** An original as a file of this machine, as long as it is open. */
record LocalOriginal(Path path, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
