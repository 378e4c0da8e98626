package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.digest.Sm3;

/**
 * What the locked bytes are, told by reading them once: the digest of each chunk and of the whole.
 *
 * @param size bytes read
 * @param sm3 of the whole, in hex; none unless it was asked for
 */
record ReadBack(long size, Sha256 sha256, List<Sha256> chunks, Optional<String> sm3) {
    private static final int BUFFER_BYTES = 1 << 20;

    ReadBack {
        chunks = List.copyOf(chunks);
    }

    /** Reads to the end. {@code turn} is asked before each megabyte: it may wait to let arriving footage go first. */
    static ReadBack of(ReadableByteChannel bytes, boolean withSm3, Turn turn) throws IOException, InterruptedException {
        MessageDigest whole = Sha256.newDigest();
        Optional<MessageDigest> sm3 = withSm3 ? Optional.of(Sm3.newDigest()) : Optional.empty();
        List<Sha256> chunks = new ArrayList<>();
        ChunkDigester digester = new ChunkDigester(ChunkChain.CHUNK_BYTES, chunks::add);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long size = 0;
        turn.await();
        while (bytes.read(buffer.clear()) >= 0) {
            size += buffer.flip().remaining();
            whole.update(buffer.duplicate());
            if (sm3.isPresent()) {
                sm3.get().update(buffer.duplicate());
            }
            digester.update(buffer);
            turn.await();
        }
        digester.finish();
        return new ReadBack(size, Sha256.finish(whole), chunks, sm3.map(Sm3::finish));
    }

    /** Waits until reading may go on. */
    @FunctionalInterface
    interface Turn {
        void await() throws InterruptedException;
    }
}
