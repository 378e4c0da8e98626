package org.unbroken.ingest.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.gateway.tus.Problem;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.upload.Transfer;

/**
 * One connection: one request after another, however many the client sends ahead. Nothing is read that is not wanted
 * yet (auto-read is off, and a flow-control handler before this one hands out one message for each read), so a slow
 * disk holds up the client and not our memory.
 *
 * <pre>
 * AWAITING ──head──▶ DECIDING ──answer──▶ DRAINING ──body's end──▶ ANSWERING ──▶ AWAITING
 *                        │ body wanted                                 ▲   └──▶ closed
 *                        └──▶ RECEIVING ──body's end──▶ FINISHING ─────┘
 *                                 └──refused──▶ LINGERING ──▶ closed
 * </pre>
 *
 * LINGERING: the answer is out, the client may still be sending. What comes is thrown away for a while, since closing
 * with unread bytes makes TCP reset the connection and take the answer with it (RFC 9112 section 9.6).
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty's closes and writes: what fails there closes the channel
final class CameraConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(CameraConnection.class);
    /** Of a body nobody wants: read to its end to keep the connection, if it is no longer than this. */
    private static final long DRAIN_BYTES = 64 << 10;

    private static final long LINGER_BYTES = 64L << 20;
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final TusDoor door;
    private final HttpLimits limits;
    private final RequestMetrics metrics;

    private Phase phase = Phase.AWAITING;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> clock;
    private @Nullable RequestHead head;
    private @Nullable BodyWanted body;
    private @Nullable Answer answer;
    private boolean headRequest;
    private boolean keepAlive;
    private boolean continueExpected;
    /** A read was asked for and has brought nothing yet. */
    private boolean reading;

    private long discarded;
    private long requestSince;
    private long waitingSince;
    private int requests;

    CameraConnection(TusDoor door, HttpLimits limits, RequestMetrics metrics) {
        this.door = door;
        this.limits = limits;
        this.metrics = metrics;
    }

    private enum Phase {
        AWAITING,
        DECIDING,
        RECEIVING,
        FINISHING,
        DRAINING,
        ANSWERING,
        LINGERING,
        CLOSED
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        long period = Math.max(
                10, Math.min(limits.headWait().toMillis(), limits.idle().toMillis()) / 4);
        clock = ctx.executor()
                .scheduleAtFixedRate(this::checkClock, period, Math.min(period, 1000), TimeUnit.MILLISECONDS);
        read(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = false;
        boolean taken = false;
        try {
            if (phase == Phase.LINGERING) {
                linger(ctx, message);
            } else if (message instanceof HttpObject object
                    && object.decoderResult().isFailure()) {
                malformed(ctx, object.decoderResult());
            } else if (message instanceof HttpRequest request && phase == Phase.AWAITING) {
                request(ctx, request);
            } else if (message instanceof HttpContent content && phase == Phase.RECEIVING) {
                taken = true;
                receive(ctx, content);
            } else if (message instanceof HttpContent content && phase == Phase.DRAINING) {
                drain(ctx, content);
            }
        } finally {
            if (!taken) {
                ReferenceCountUtil.release(message);
            }
        }
    }

    /**
     * The flow-control handler takes a read that brought nothing by now for done with. One that was asked for while a
     * message was being handled is such a read; it is asked for again.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            ctx.read();
        }
    }

    // ---- a request

    private void request(ChannelHandlerContext ctx, HttpRequest request) {
        phase = Phase.DECIDING;
        requests++;
        requestSince = now(ctx);
        discarded = 0;
        headRequest = request.method().equals(HttpMethod.HEAD);
        keepAlive = HttpUtil.isKeepAlive(request);
        continueExpected = HttpUtil.is100ContinueExpected(request);
        RequestHead opened;
        try {
            opened = RequestHead.of(request, certificate(ctx));
        } catch (NumberFormatException e) {
            // RFC 9112 section 6.3: where the message ends is not known, so neither is where the next one starts.
            answerAndClose(
                    ctx,
                    Answer.of(Refusals.badRequest("Content-Length is not a number.")
                            .problem()));
            return;
        } catch (RefusedException e) {
            if (e.problem().status() >= 500) {
                LOG.atWarn()
                        .addKeyValue("problem", e.problem().slug())
                        .addKeyValue("peer", ctx.channel().remoteAddress())
                        .log("a request was not understood");
            }
            answerAndClose(ctx, Answer.of(e.problem()));
            return;
        }
        head = opened;
        int number = requests;
        door.open(opened, new Watcher(ctx, number))
                .whenComplete((next, failure) -> run(
                        ctx,
                        () -> {
                            if (failure != null) {
                                LOG.atError().setCause(failure).log("a request was not answered");
                                ctx.close();
                            } else {
                                decided(ctx, opened, next);
                            }
                        },
                        next));
    }

    /** On the event loop; if that is gone, what the door handed out is handed back. */
    private static void run(ChannelHandlerContext ctx, Runnable task, @Nullable Next next) {
        try {
            ctx.executor().execute(task);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            if (next instanceof BodyWanted wanted) {
                wanted.abandon();
            }
        }
    }

    private void decided(ChannelHandlerContext ctx, RequestHead opened, Next next) {
        if (next instanceof BodyWanted wanted) {
            if (phase != Phase.DECIDING) {
                wanted.abandon();
                return;
            }
            body = wanted;
            phase = Phase.RECEIVING;
            if (continueExpected) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
            }
            readMore(ctx);
        } else if (phase == Phase.DECIDING && next instanceof Answer decided) {
            // A client that waits for "100 Continue" may or may not send its body now: the connection cannot go on.
            boolean drainable = !opened.mayHaveBody()
                    || (!continueExpected && opened.bodyLength().orElse(0) <= DRAIN_BYTES);
            if (drainable) {
                answer = decided;
                phase = Phase.DRAINING;
                read(ctx);
            } else {
                answerAndLinger(ctx, decided);
            }
        }
    }

    private void receive(ChannelHandlerContext ctx, HttpContent content) {
        BodyWanted wanted = java.util.Objects.requireNonNull(body);
        ByteBuf piece = content.content();
        boolean last = content instanceof LastHttpContent;
        if (piece.isReadable()) {
            wanted.transfer().offer(piece);
        } else {
            piece.release();
        }
        if (!last) {
            readMore(ctx);
            return;
        }
        phase = Phase.FINISHING;
        body = null;
        wanted.finish()
                .whenComplete((finished, failure) -> run(
                        ctx,
                        () -> {
                            if (phase == Phase.FINISHING) {
                                answer(ctx, finished, keepAlive);
                            }
                        },
                        null));
    }

    private void drain(ChannelHandlerContext ctx, HttpContent content) {
        Answer ready = java.util.Objects.requireNonNull(answer);
        discarded += content.content().readableBytes();
        if (content instanceof LastHttpContent) {
            answer(ctx, ready, keepAlive);
        } else if (discarded > DRAIN_BYTES) {
            answerAndLinger(ctx, ready);
        } else {
            read(ctx);
        }
    }

    private void malformed(ChannelHandlerContext ctx, DecoderResult result) {
        abandon();
        Throwable cause = result.cause();
        Problem problem;
        if (cause instanceof TooLongHttpLineException) {
            problem = new Problem(
                    414, "request-line", "The request line is too long", "At most " + limits.lineBytes() + " bytes.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = new Problem(
                    431, "headers", "The headers are too long", "At most " + limits.headerBytes() + " bytes in all.");
        } else {
            problem = Refusals.badRequest("This is not HTTP/1.1 as RFC 9112 has it.")
                    .problem();
        }
        answerAndClose(ctx, Answer.of(problem));
    }

    // ---- the answer

    private void answer(ChannelHandlerContext ctx, Answer ready, boolean goOn) {
        phase = Phase.ANSWERING;
        waitingSince = now(ctx);
        write(ctx, ready, goOn).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess() || !goOn) {
                ctx.close();
            } else if (phase == Phase.ANSWERING) {
                phase = Phase.AWAITING;
                read(ctx);
            }
        });
    }

    private void answerAndClose(ChannelHandlerContext ctx, Answer ready) {
        answerAndLinger(ctx, ready);
    }

    private void answerAndLinger(ChannelHandlerContext ctx, Answer ready) {
        phase = Phase.LINGERING;
        waitingSince = now(ctx);
        discarded = 0;
        write(ctx, ready, false).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess()) {
                ctx.close();
            } else if (phase == Phase.LINGERING) {
                halfClose(ctx);
                read(ctx);
            }
        });
    }

    /** Tells the client that no more will come, so that one that reads to the end sees it at once. */
    private static void halfClose(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (ctx.channel() instanceof io.netty.channel.socket.DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    private void linger(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpContent content) {
            discarded += content.content().readableBytes();
        }
        if (discarded > LINGER_BYTES) {
            ctx.close();
        } else {
            reading = true;
            ctx.read();
        }
    }

    private io.netty.channel.ChannelFuture write(ChannelHandlerContext ctx, Answer ready, boolean goOn) {
        RequestHead answered = head;
        if (answered != null) {
            metrics.answered(answered.method(), ready.status(), now(ctx) - requestSince);
        }
        head = null;
        answer = null;
        return ctx.writeAndFlush(ready.response(headRequest, goOn));
    }

    // ---- reading

    private void read(ChannelHandlerContext ctx) {
        reading = true;
        waitingSince = now(ctx);
        ctx.read();
    }

    private void readMore(ChannelHandlerContext ctx) {
        BodyWanted wanted = body;
        if (phase == Phase.RECEIVING
                && !reading
                && wanted != null
                && wanted.transfer().mayRead()) {
            read(ctx);
        }
    }

    private void abandon() {
        BodyWanted open = body;
        body = null;
        if (open != null) {
            open.abandon();
        }
    }

    /** Time runs only while it is the client that we wait for. */
    private void checkClock() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        Duration allowed =
                switch (phase) {
                    case AWAITING -> limits.headWait();
                    case RECEIVING -> reading ? limits.idle() : null;
                    case DRAINING, ANSWERING -> limits.idle();
                    case LINGERING -> LINGER;
                    case DECIDING, FINISHING, CLOSED -> null;
                };
        if (allowed != null && now(ctx) - waitingSince > allowed.toNanos()) {
            // What was received of an upload is kept: channelInactive settles it.
            ctx.close();
        }
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }

    private static Optional<X509Certificate> certificate(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    // ---- the end

    /** For closing the server: at once when nothing is under way, otherwise after this request. */
    void finishUp() {
        keepAlive = false;
        ChannelHandlerContext ctx = context;
        if (ctx != null && phase == Phase.AWAITING) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        abandon();
        if (clock != null) {
            clock.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Resets, TLS failures, and the like: the client's affair, and not to be written at a flood's pace.
        LOG.atDebug().setCause(cause).log("connection failed");
        ctx.close();
    }

    /** Brings what happens to one request's body back to the event loop, unless that request is over. */
    private final class Watcher implements Transfer.Watcher {
        private final ChannelHandlerContext ctx;
        private final int number;

        Watcher(ChannelHandlerContext ctx, int number) {
            this.ctx = ctx;
            this.number = number;
        }

        @Override
        public void moreRoom() {
            onLoop(() -> readMore(ctx));
        }

        @Override
        public void failed(Exception cause) {
            onLoop(() -> {
                BodyWanted wanted = body;
                if (phase == Phase.RECEIVING && wanted != null) {
                    abandon();
                    answerAndLinger(ctx, wanted.failed(cause));
                }
            });
        }

        @Override
        public void superseded() {
            onLoop(ctx::close);
        }

        private void onLoop(Runnable task) {
            run(
                    ctx,
                    () -> {
                        if (requests == number && phase != Phase.CLOSED) {
                            task.run();
                        }
                    },
                    null);
        }
    }
}
