package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.SortedMap;

/** The papers of a bundle whose originals lie elsewhere. Whose the source is closes it. */
record PaperBag(BundleSource papers) implements BagReader {
    @Override
    public SortedMap<String, Long> files() {
        return papers.files();
    }

    @Override
    public ReadableByteChannel open(String path) throws IOException {
        return papers.open(path);
    }

    @Override
    public void close() {}
}
