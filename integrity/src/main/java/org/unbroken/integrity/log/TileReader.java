package org.unbroken.integrity.log;

public interface TileReader {
    byte[] hashes(int level, long index) throws java.io.IOException;
}
