package org.unbroken.storage.packs;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where packs lie: beside the WORM store and not in it. They hold names and labels, which a disposal erases, so they may
 * neither be locked nor outlive their recordings. Nothing rests on them: losing one only makes a rebuild slower.
 *
 * <p>When a writing method returns, the change is durable. One process at a time writes; any may read.
 */
public interface PackStore {
    /** The largest pack. */
    int MAX_BYTES = 32 << 20;

    /** The pack of the segment that begins at this index. */
    Optional<byte[]> find(long first) throws IOException;

    /** Keeps a pack where there is none; what is there stays. */
    void create(long first, byte[] pack) throws IOException;

    /** Puts a pack in the place of exactly the one that the rewriting was shown. Nothing happens where there is none. */
    void rewrite(long first, Rewriting rewriting) throws IOException;

    void delete(long first) throws IOException;

    /** The segments that have packs, ascending; to be closed. */
    Stream<Long> list() throws IOException;

    /** Up to which entry of the log disposals were carried out here; 0 where nothing was noted. */
    long forgottenUpTo() throws IOException;

    void forgottenUpTo(long index) throws IOException;

    /** What a pack is to become; the same bytes to leave it. */
    interface Rewriting {
        byte[] of(byte[] pack) throws IOException;
    }
}
