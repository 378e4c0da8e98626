package org.unbroken.transcode.table;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.unbroken.transcode.container.FileBytes;

/**
 * The first bytes of samples, through a window that goes along with the file. Where samples are small it is cheaper to
 * read on than to ask for each; where they are large, their bodies are skipped.
 */
public final class SampleHeads {
    private static final int WINDOW_BYTES = 1 << 16;
    /** To read so much more costs about as much as to ask once more. */
    private static final int NEAR_BYTES = 3500;

    private static final int PIECE_BYTES = 4096;
    private static final int LEARNED_OVER = 16;

    private final FileBytes file;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES);
    private long from;
    private long before;
    private long usualStride;

    public SampleHeads(FileBytes file) {
        this.file = file;
        window.limit(0);
    }

    /**
     * So many bytes from there, good until the next call.
     *
     * @param sampleBytes how long the sample is that begins there
     */
    public ByteBuffer at(long position, int length, int sampleBytes) throws IOException {
        if (length > WINDOW_BYTES) {
            return file.at(position, length);
        }
        usualStride += (Math.min(WINDOW_BYTES, Math.abs(position - before)) - usualStride) / LEARNED_OVER;
        before = position;
        if (position < from || position + length > from + window.limit()) {
            window.clear().limit(Math.max(length, ahead(sampleBytes)));
            file.read(position, window);
            window.flip();
            from = position;
            if (window.limit() < length) {
                throw new EOFException("the file ends at " + file.size());
            }
        }
        int at = (int) (position - from);
        return window.duplicate().position(at).limit(at + length);
    }

    private int ahead(int sampleBytes) {
        if (usualStride < NEAR_BYTES) {
            return WINDOW_BYTES;
        }
        return sampleBytes < PIECE_BYTES ? PIECE_BYTES : 0;
    }
}
