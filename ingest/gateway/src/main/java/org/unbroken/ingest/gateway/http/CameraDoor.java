package org.unbroken.ingest.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sets up each connection that comes in, and knows those that are open. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty's closes and writes: what fails there closes the channel
public final class CameraDoor extends ChannelInitializer<Channel> {
    private static final int PIECE_BYTES = 64 << 10;

    private final TusDoor door;
    private final HttpLimits limits;
    private final RequestMetrics metrics;
    private final @Nullable SslContext tls;
    private final ChannelGroup open;

    public CameraDoor(
            TusDoor door, HttpLimits limits, RequestMetrics metrics, @Nullable SslContext tls, ChannelGroup open) {
        this.door = door;
        this.limits = limits;
        this.metrics = metrics;
        this.tls = tls;
        this.open = open;
    }

    public static ChannelGroup connections() {
        return new DefaultChannelGroup("cameras", GlobalEventExecutor.INSTANCE);
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open.size() >= limits.connections()) {
            metrics.turnedAway();
            channel.close();
            return;
        }
        open.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            var handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeout(limits.headWait().toMillis(), TimeUnit.MILLISECONDS);
            pipeline.addLast(handler);
        }
        pipeline.addLast(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.lineBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(PIECE_BYTES)),
                new FlowControlHandler(),
                new CameraConnection(door, limits, metrics));
    }

    /** Lets each connection end with the request it is at, and closes those that are at none. */
    public void finishUp() {
        for (Channel channel : open) {
            channel.eventLoop().execute(() -> {
                CameraConnection connection = channel.pipeline().get(CameraConnection.class);
                if (connection != null) {
                    connection.finishUp();
                }
            });
        }
    }
}
