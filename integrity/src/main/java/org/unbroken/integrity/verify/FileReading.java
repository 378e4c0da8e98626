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
 * Reads a file once and digests each byte twice, for its chunk and for the whole file, each on a thread of its own.
 * Pieces are small enough to be in the processor's cache still when the two take them.
 *
 * <pre>
 * this thread   read 0 │ read 1 │ read 2 │ …
 * chunks               │ 0      │ 1      │ 2 …
 * whole                │ 0      │ 1      │ 2 …
 * </pre>
 *
 * The whole file's digest is one chain of computations, so that no more than this is to be had for one file; several
 * files are read at once.
 */
final class FileReading {
    private static final int PIECE_BYTES = 256 << 10;
    private static final int PIECES = 16;
    private static final int SURPLUS_BYTES = 1 << 20;

    private final ReadableByteChannel file;
    private final long expected;
    private final LongConsumer progressBytes;
    private final ExecutorService wholeThread = thread("file-digest");
    private final ExecutorService chunkThread = thread("chunk-digest");
    private final MessageDigest whole = Sha256.newDigest();
    /** The open chunk's; only its thread uses it, and {@link #chunks}. */
    private final MessageDigest chunk = Sha256.newDigest();

    private final List<Optional<Sha256>> chunks = new ArrayList<>();
    private final ByteBuffer[] pieces = new ByteBuffer[PIECES];
    private final List<CompletableFuture<Void>> inUse = new ArrayList<>();
    private final long begin;
    private int turn;
    private long bytes;
    private boolean ended;
    private String trouble = "";

    private FileReading(ReadableByteChannel file, long expected, LongConsumer progressBytes) throws IOException {
        this.file = file;
        this.expected = expected;
        this.progressBytes = progressBytes;
        this.begin = file instanceof SeekableByteChannel seekable ? seekable.position() : 0;
        for (int i = 0; i < PIECES; i++) {
            inUse.add(CompletableFuture.completedFuture(null));
        }
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads the expected bytes, from where the channel stands, and looks beyond them for more. */
    static FileDigests of(ReadableByteChannel file, long expected, LongConsumer progressBytes) {
        try {
            FileReading reading = new FileReading(file, expected, progressBytes);
            try {
                return reading.run();
            } finally {
                reading.wholeThread.shutdownNow();
                reading.chunkThread.shutdownNow();
            }
        } catch (IOException e) {
            return new FileDigests(0, 0, List.of(), Optional.empty(), "the file could not be read: " + e.getMessage());
        }
    }

    private FileDigests run() {
        while (!ended && bytes < expected) {
            readChunk((int) Math.min(ChunkChain.CHUNK_BYTES, expected - bytes));
        }
        inUse.forEach(CompletableFuture::join);
        CompletableFuture.runAsync(() -> {}, chunkThread).join();
        Optional<Sha256> sha256 = trouble.isEmpty() ? Optional.of(Sha256.finish(whole)) : Optional.empty();
        return new FileDigests(bytes, ended ? 0 : surplus(), chunks, sha256, trouble);
    }

    /** One bad sector condemns one chunk and not the film: where the channel can, reading goes on at the next chunk. */
    private void readChunk(int length) {
        long start = bytes;
        try {
            while (!ended && bytes - start < length) {
                ByteBuffer piece = piece();
                piece.clear().limit((int) Math.min(PIECE_BYTES, length - (bytes - start)));
                fill(piece);
                digest(piece.flip());
            }
        } catch (IOException e) {
            chunkThread.execute(() -> {
                chunk.reset();
                chunks.add(Optional.empty());
            });
            skip(start, length, e);
            return;
        }
        if (bytes > start) {
            chunkThread.execute(() -> chunks.add(Optional.of(Sha256.finish(chunk))));
        }
    }

    private ByteBuffer piece() {
        turn = (turn + 1) % PIECES;
        inUse.get(turn).join();
        if (pieces[turn] == null) {
            pieces[turn] = ByteBuffer.allocate(PIECE_BYTES);
        }
        return pieces[turn];
    }

    private void fill(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            int count = file.read(piece);
            if (count < 0) {
                ended = true;
                return;
            }
            bytes += count;
        }
        progressBytes.accept(bytes);
    }

    private void digest(ByteBuffer piece) {
        ByteBuffer ofChunk = piece.duplicate();
        ByteBuffer ofWhole = piece.duplicate();
        inUse.set(
                turn,
                CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> chunk.update(ofChunk), chunkThread),
                        CompletableFuture.runAsync(() -> whole.update(ofWhole), wholeThread)));
    }

    private void skip(long start, int length, IOException cause) {
        if (trouble.isEmpty()) {
            trouble = "the file could not be read at or after byte " + bytes + ": " + cause.getMessage();
        }
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
    }

    private long surplus() {
        ByteBuffer more = ByteBuffer.allocate(SURPLUS_BYTES);
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
