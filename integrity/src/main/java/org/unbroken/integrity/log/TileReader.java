package org.unbroken.integrity.log;

import java.io.IOException;

/** Where a tree's hash tiles come from. */
@FunctionalInterface
public interface TileReader {
    /**
     * The widest known form of a tile, 32 bytes a hash. It may be wider than the tree that is asked about; fewer hashes
     * than that tree needs are an {@link IOException} of the caller's.
     *
     * @throws IOException when there is no such tile, or it cannot be read
     */
    byte[] hashes(int level, long index) throws IOException;
}
