package org.unbroken.ingest.console.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Sends part of a channel piece by piece: the next piece is read when the last has gone, and no thread waits. */
final class ChannelCopy extends IteratingCallback {
    private static final int PIECE_BYTES = 64 << 10;

    private final Body.Stream source;
    private final Response response;
    private final Callback done;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private long sent;

    ChannelCopy(Body.Stream source, Response response, Callback done) {
        this.source = source;
        this.response = response;
        this.done = done;
    }

    /** Reading a disk blocks, so it is never done on the thread that serves all connections. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    protected Action process() throws IOException {
        long left = source.length() - sent;
        if (left == 0) {
            return Action.SUCCEEDED;
        }
        piece.clear().limit((int) Math.min(PIECE_BYTES, left));
        source.channel().position(source.offset() + sent);
        if (source.channel().read(piece) <= 0) {
            // The answer's length is promised already: the connection is cut, so that the reader sees it is not whole.
            throw new EOFException("ended " + left + " bytes early");
        }
        piece.flip();
        sent += piece.remaining();
        response.write(sent == source.length(), piece, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        if (release()) {
            done.succeeded();
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        if (release()) {
            done.failed(cause);
        }
    }

    private boolean release() {
        try {
            source.channel().close();
            return true;
        } catch (IOException e) {
            done.failed(e);
            return false;
        }
    }
}
