package org.unbroken.ingest.gateway.upload;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.UploadChecksum;

/**
 * One request's body on its way to the disk: the connection's event loop puts pieces in, the upload's serial queue
 * takes them out. What lies between is bounded: the event loop reads on only while there is {@link #room to read}.
 *
 * <p>The reference to each piece is given up here exactly once, whatever happens.
 */
public final class Transfer {
    /** After so much the upload goes to the back of the queue: the others, and a newer request, get their turn. */
    private static final int TURN_BYTES = 512 << 10;
    /** Charged for each piece beyond its bytes, so that a flood of tiny HTTP chunks is seen for what it costs. */
    private static final int PIECE_OVERHEAD = 256;

    private final LiveUpload upload;
    private final InFlight inFlight;
    private final int mostBytes;
    private final Watcher watcher;
    private final Optional<UploadChecksum> checksum;
    private final @Nullable MessageDigest digest;

    private final Queue<ByteBuf> pieces = new ArrayDeque<>();
    private boolean draining;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicBoolean heldUp = new AtomicBoolean();

    // Only touched on the upload's serial queue.
    private long start;
    private long room;
    private @Nullable Exception failure;
    private boolean ended;

    Transfer(LiveUpload upload, InFlight inFlight, int mostBytes, Optional<UploadChecksum> checksum, Watcher watcher) {
        this.upload = upload;
        this.inFlight = inFlight;
        this.mostBytes = mostBytes;
        this.checksum = checksum;
        this.digest = checksum.map(UploadChecksum::newDigest).orElse(null);
        this.watcher = watcher;
    }

    /** Hears of what happens to the body; called from worker threads, and must not block. */
    public interface Watcher {
        /** After {@link #mayRead} said no: ask again. */
        void moreRoom();

        /** The rest of the body is not wanted. Called once. */
        void failed(Exception cause);

        /** A newer request for the upload took over; all that was taken is settled. The connection is to be closed. */
        void superseded();
    }

    // ---- the event loop's side

    /** Takes the piece over. */
    public void offer(ByteBuf piece) {
        int charge = charge(piece);
        waitingBytes.addAndGet(charge);
        inFlight.take(charge);
        boolean begin;
        synchronized (pieces) {
            pieces.add(piece);
            begin = !draining;
            draining = true;
        }
        if (begin) {
            upload.queue().execute(this::drainTurn);
        }
    }

    /** Whether the connection may read on; if not, the watcher hears when to ask again. */
    public boolean mayRead() {
        if (waitingBytes.get() >= mostBytes) {
            heldUp.set(true);
            // The worker may have made room between the look and the mark, and not seen the mark.
            return waitingBytes.get() < mostBytes && heldUp.compareAndSet(true, false);
        }
        return inFlight.roomOr(watcher::moreRoom);
    }

    /** The body is complete. */
    public CompletableFuture<UploadStatus> finish() {
        return upload.queue().call(() -> {
            drain(Integer.MAX_VALUE);
            if (failure != null) {
                // It came while the body's end was already here: this is the answer then.
                throw failure;
            }
            return upload.finish(this);
        });
    }

    /** The connection is gone. Completes once all that was taken is settled. */
    public CompletableFuture<Boolean> abandon() {
        return upload.queue().call(() -> {
            drain(Integer.MAX_VALUE);
            upload.abandon(this);
            return true;
        });
    }

    // ---- the serial queue's side

    private void drainTurn() {
        if (drain(TURN_BYTES)) {
            upload.queue().execute(this::drainTurn);
        } else {
            synchronized (pieces) {
                draining = !pieces.isEmpty();
                if (draining) {
                    upload.queue().execute(this::drainTurn);
                }
            }
        }
    }

    /** Takes pieces out, about so many bytes; returns whether it stopped for that. */
    private boolean drain(int turnBytes) {
        int taken = 0;
        while (true) {
            ByteBuf piece;
            synchronized (pieces) {
                piece = pieces.poll();
            }
            if (piece == null) {
                return false;
            }
            int charge = charge(piece);
            try {
                if (!ended) {
                    append(piece);
                }
            } finally {
                piece.release();
                inFlight.give(charge);
                int left = waitingBytes.addAndGet(-charge);
                if (left <= mostBytes / 2 && heldUp.compareAndSet(true, false)) {
                    watcher.moreRoom();
                }
            }
            taken += charge;
            if (taken >= turnBytes) {
                return true;
            }
        }
    }

    private void append(ByteBuf piece) {
        try {
            for (ByteBuffer each : piece.nioBuffers()) {
                if (digest != null) {
                    digest.update(each.duplicate());
                }
                upload.append(this, each);
            }
        } catch (IOException | RefusedException | RuntimeException e) {
            ended = true;
            failure = e;
            settleAfter(e);
            watcher.failed(e);
        }
    }

    private void settleAfter(Exception cause) {
        try {
            upload.abandon(this);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    void grant(long from, long bytes) {
        start = from;
        room = bytes;
    }

    long start() {
        return start;
    }

    /** Bytes that this request may still bring. */
    long room() {
        return room;
    }

    void took(int count) {
        room -= count;
    }

    boolean isChecked() {
        return checksum.isPresent();
    }

    boolean isAsMeant() {
        return digest == null || checksum.map(each -> each.matches(digest)).orElse(true);
    }

    void superseded() {
        ended = true;
        watcher.superseded();
    }

    private static int charge(ByteBuf piece) {
        return piece.readableBytes() + PIECE_OVERHEAD;
    }
}
