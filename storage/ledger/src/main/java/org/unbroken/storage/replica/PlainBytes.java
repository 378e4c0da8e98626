package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.RightBytes;
import org.unbroken.storage.worm.WormStore;

/**
 * An object's bytes as a store has them, compared with nothing: for a drill, which checks the whole afterwards, damage
 * included.
 */
record PlainBytes(WormStore store, ObjectKey key, long size) implements RightBytes {
    @Override
    public Pieces begin() throws IOException {
        SeekableByteChannel channel = store.open(key);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(ChunkChain.CHUNK_BYTES, Math.max(1, size)));
        return new Pieces() {
            private long at;

            @Override
            public ByteBuffer next() throws IOException {
                buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw new IOException(
                                key + " ends after " + (at + buffer.position()) + " of " + size + " bytes");
                    }
                }
                at += buffer.limit();
                return buffer.flip();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
