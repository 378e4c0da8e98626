package org.unbroken.integrity.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;

/**
 * Reads a file once and digests each byte twice: for its chunk on this thread, for the whole file on another. Two
 * buffers of a chunk each take turns.
 *
 * <pre>
 * this thread    read 0 │ chunk 0 │ read 1 │ chunk 1 │ read 2 …
 * the other             │ file 0           │ file 1           │ …
 * </pre>
 */
final class FileReading {
    private static final int READ_BYTES = 1 << 20;

    private final ReadableByteChannel file;
    private final long expected;
    private final LongConsumer progressBytes;
    private final MessageDigest whole = Sha256.newDigest();
    private final List<Optional<Sha256>> chunks = new ArrayList<>();
    private final long begin;
    private long bytes;
    private boolean ended;
    private String trouble = "";

    private FileReading(ReadableByteChannel file, long expected, LongConsumer progressBytes) throws IOException {
        this.file = file;
        this.expected = expected;
        this.progressBytes = progressBytes;
        this.begin = file instanceof SeekableByteChannel seekable ? seekable.position() : 0;
    }

    /** Reads the expected bytes, from where the channel stands, and looks a chunk beyond them for more. */
    static FileDigests of(ReadableByteChannel file, long expected, LongConsumer progressBytes) {
        ExecutorService other = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "file-digest");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new FileReading(file, expected, progressBytes).run(other);
        } catch (IOException e) {
            return new FileDigests(0, 0, List.of(), Optional.empty(), "the file could not be read: " + e.getMessage());
        } finally {
            other.shutdownNow();
        }
    }

    private FileDigests run(ExecutorService other) {
        ByteBuffer[] buffers = {null, null};
        List<CompletableFuture<Void>> pending = new ArrayList<>(
                List.of(CompletableFuture.completedFuture(null), CompletableFuture.completedFuture(null)));
        for (int turn = 0; !ended && bytes < expected; turn ^= 1) {
            pending.get(turn).join();
            int length = (int) Math.min(ChunkChain.CHUNK_BYTES, expected - bytes);
            if (buffers[turn] == null) {
                buffers[turn] = ByteBuffer.allocate(length); // no later chunk is longer
            }
            ByteBuffer chunk = buffers[turn];
            chunk.clear().limit(length);
            if (!fill(chunk)) {
                continue;
            }
            chunk.flip();
            if (chunk.hasRemaining()) {
                ByteBuffer again = chunk.duplicate();
                pending.set(turn, CompletableFuture.runAsync(() -> whole.update(again), other));
                chunks.add(Optional.of(chunkDigest(chunk)));
            }
        }
        pending.forEach(CompletableFuture::join);
        Optional<Sha256> sha256 = trouble.isEmpty() ? Optional.of(Sha256.finish(whole)) : Optional.empty();
        return new FileDigests(bytes, ended ? 0 : surplus(), chunks, sha256, trouble);
    }

    private static Sha256 chunkDigest(ByteBuffer chunk) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(chunk.duplicate());
        return Sha256.finish(digest);
    }

    /** One bad sector condemns one chunk and not the film: where the channel can, reading goes on at the next chunk. */
    private boolean fill(ByteBuffer chunk) {
        long start = bytes;
        int end = chunk.limit();
        try {
            while (chunk.position() < end) {
                chunk.limit(Math.min(end, chunk.position() + READ_BYTES));
                int count = file.read(chunk);
                if (count < 0) {
                    ended = true;
                    return true;
                }
                bytes += count;
                progressBytes.accept(bytes);
            }
            return true;
        } catch (IOException e) {
            return skip(start, end, e);
        }
    }

    private boolean skip(long start, int length, IOException cause) {
        if (trouble.isEmpty()) {
            trouble = "the file could not be read at or after byte " + bytes + ": " + cause.getMessage();
        }
        chunks.add(Optional.empty());
        bytes = start + length;
        ended = true;
        if (file instanceof SeekableByteChannel seekable) {
            try {
                ended = seekable.size() - begin <= bytes;
                seekable.position(begin + bytes);
            } catch (IOException e) {
                ended = true;
            }
        }
        return false;
    }

    private long surplus() {
        ByteBuffer more = ByteBuffer.allocate(READ_BYTES);
        try {
            while (more.hasRemaining() && file.read(more) >= 0) {
                // Until the buffer is full or the file ends.
            }
        } catch (IOException e) {
            // What cannot be read after the end is there all the same.
            return Math.max(1, more.position());
        }
        return more.position();
    }
}
