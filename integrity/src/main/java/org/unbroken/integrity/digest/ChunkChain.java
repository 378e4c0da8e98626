package org.unbroken.integrity.digest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The chain over a recording's chunk digests.
 *
 * <pre>
 * d_i      = SHA-256(chunk_i)                 chunk_i: bytes [i × 8 MiB, (i + 1) × 8 MiB), the last one shorter
 * link_0   = SHA-256(recording id, ASCII)
 * link_i+1 = SHA-256(link_i ‖ d_i)            i from 0
 * chain    = the last link                    (link_0 for an empty file)
 * </pre>
 *
 * The id at its root keeps one recording's chain from standing for another's with the same bytes.
 */
public final class ChunkChain {
    /** 8 MiB. */
    public static final int CHUNK_BYTES = 8 << 20;

    private ChunkChain() {}

    public static Sha256 start(String recording) {
        return Sha256.of(recording.getBytes(StandardCharsets.US_ASCII));
    }

    public static Sha256 next(Sha256 link, Sha256 chunk) {
        return Sha256.of(link.bytes(), chunk.bytes());
    }

    public static Sha256 of(String recording, List<Sha256> chunks) {
        Sha256 link = start(recording);
        for (Sha256 chunk : chunks) {
            link = next(link, chunk);
        }
        return link;
    }

    /** How many chunks a file of so many bytes has. */
    public static long count(long bytes) {
        return (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
    }
}
