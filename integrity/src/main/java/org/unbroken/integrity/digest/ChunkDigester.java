package org.unbroken.integrity.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Digests bytes chunk by chunk as they arrive, in pieces of any size. Not thread-safe.
 *
 * <p>It starts at a chunk boundary: whoever resumes in the middle of a chunk feeds it that chunk's first bytes again.
 */
public final class ChunkDigester {
    private final int chunkBytes;
    private final Consumer<Sha256> closed;
    private final MessageDigest open = Sha256.newDigest();
    private int openBytes;

    /** Hands each chunk's digest to {@code closed} when the chunk is full, the last one at {@link #finish}. */
    public ChunkDigester(int chunkBytes, Consumer<Sha256> closed) {
        if (chunkBytes <= 0) {
            throw new IllegalArgumentException("chunk of " + chunkBytes + " bytes");
        }
        this.chunkBytes = chunkBytes;
        this.closed = closed;
    }

    /** All chunk digests of bytes at hand. */
    public static List<Sha256> digest(ByteBuffer bytes, int chunkBytes) {
        List<Sha256> chunks = new ArrayList<>();
        ChunkDigester digester = new ChunkDigester(chunkBytes, chunks::add);
        digester.update(bytes);
        digester.finish();
        return chunks;
    }

    /** Takes all that remains in the buffer. */
    public void update(ByteBuffer bytes) {
        int end = bytes.limit();
        while (bytes.position() < end) {
            int take = Math.min(end - bytes.position(), chunkBytes - openBytes);
            bytes.limit(bytes.position() + take);
            open.update(bytes);
            bytes.limit(end);
            openBytes += take;
            if (openBytes == chunkBytes) {
                close();
            }
        }
    }

    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Bytes taken since the last boundary: 0 to chunk size − 1. */
    public int openBytes() {
        return openBytes;
    }

    /** Closes the last chunk, if it has any byte. */
    public void finish() {
        if (openBytes > 0) {
            close();
        }
    }

    private void close() {
        openBytes = 0;
        closed.accept(Sha256.finish(open));
    }
}
