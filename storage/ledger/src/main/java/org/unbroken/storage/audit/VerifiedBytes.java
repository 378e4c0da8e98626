package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.RightBytes;

/**
 * A replica's object, chunk by chunk, each given out only after its digest was the one that the log names (for an
 * original: by way of the manifest that the log names). One chunk is in memory at a time.
 */
public final class VerifiedBytes implements RightBytes {
    private static final int MOST_AT_ONCE = Manifest.MAX_BYTES;

    private final Replica replica;
    private final ObjectKey key;
    private final long size;
    private final int chunkBytes;
    private final List<Sha256> chunks;

    private VerifiedBytes(Replica replica, ObjectKey key, long size, int chunkBytes, List<Sha256> chunks) {
        this.replica = replica;
        this.key = key;
        this.size = size;
        this.chunkBytes = chunkBytes;
        this.chunks = List.copyOf(chunks);
    }

    /** The chunks' digests, in order; all but the last chunk are {@code chunkBytes} long. */
    public static VerifiedBytes of(Replica replica, ObjectKey key, long size, int chunkBytes, List<Sha256> chunks) {
        return new VerifiedBytes(replica, key, size, chunkBytes, chunks);
    }

    static VerifiedBytes original(Replica replica, ObjectKey key, Manifest manifest) {
        return new VerifiedBytes(replica, key, manifest.size(), manifest.chunkSize(), manifest.chunks());
    }

    /** Empty where the replica has no such object. */
    static Optional<VerifiedBytes> document(Replica replica, ObjectKey key, Sha256 digest) throws IOException {
        Optional<SeekableByteChannel> found = replica.open(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel = found.get()) {
            long size = channel.size();
            if (size > MOST_AT_ONCE) {
                throw new OtherBytesException(replica.name() + " has " + size + " bytes under " + key);
            }
            return Optional.of(new VerifiedBytes(replica, key, size, Math.max(1, (int) size), List.of(digest)));
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Pieces begin() throws IOException {
        SeekableByteChannel channel = replica.open(key)
                .orElseThrow(() -> new NoSuchFileException(key.value(), null, "not in " + replica.name()));
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(chunkBytes, Math.max(1, size)));
        return new Pieces() {
            private int chunk;

            @Override
            public ByteBuffer next() throws IOException {
                long at = (long) chunk * chunkBytes;
                if (at >= size) {
                    return ByteBuffer.allocate(0);
                }
                buffer.clear().limit((int) Math.min(chunkBytes, size - at));
                channel.position(at);
                while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                    // until the chunk is whole or the copy ends
                }
                buffer.flip();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                if (!Sha256.of(bytes).equals(chunks.get(chunk))) {
                    throw new OtherBytesException(
                            replica.name() + " has other bytes too under " + key + ": chunk " + chunk);
                }
                chunk++;
                return buffer;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
