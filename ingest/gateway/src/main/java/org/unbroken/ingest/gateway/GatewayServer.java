package org.unbroken.ingest.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.gateway.http.Callers;
import org.unbroken.ingest.gateway.http.CameraDoor;
import org.unbroken.ingest.gateway.http.Receipts;
import org.unbroken.ingest.gateway.http.RequestMetrics;
import org.unbroken.ingest.gateway.http.TusDoor;
import org.unbroken.ingest.gateway.upload.InFlight;
import org.unbroken.ingest.gateway.upload.UploadEnds;
import org.unbroken.ingest.gateway.upload.UploadMetrics;
import org.unbroken.ingest.gateway.upload.Uploads;
import org.unbroken.integrity.RecordingId;

/**
 * The cameras' door.
 *
 * <p>Threads: event loops read and write sockets and never wait for a disk; writers do an upload's disk work; lookups
 * read tokens and create uploads; one thread sweeps. On Netty's NIO transport: its epoll transport, on a half-closed
 * connection, reads all that the kernel holds whether or not it was asked to, and memory would follow the clients.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final int LOOKUPS = 4;
    private static final int BACKLOG = 1024;
    private static final int SWEEP_AT_ONCE = 1000;
    private static final long ANNOUNCE_MILLIS = 5000;
    /** One read from a socket: the most that arrives beyond what the limits count, for each connection. */
    private static final int RECEIVE_BYTES = 64 << 10;

    private final GatewaySettings settings;
    private final GatewayEnds ends;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String bootId;
    private final PrometheusRegistry registry;

    private @Nullable Running running;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean draining;

    /** {@code bootId} is the kernel's, as {@code /proc/sys/kernel/random/boot_id} has it. */
    public GatewayServer(
            GatewaySettings settings,
            GatewayEnds ends,
            InstantSource clock,
            SecureRandom random,
            String bootId,
            PrometheusRegistry registry) {
        this.settings = settings;
        this.ends = ends;
        this.clock = clock;
        this.random = random;
        this.bootId = bootId;
        this.registry = registry;
    }

    private record Running(
            EventLoopGroup loops,
            ExecutorService writers,
            ExecutorService lookups,
            ScheduledExecutorService sweeper,
            Channel listening,
            ChannelGroup connections,
            CameraDoor door,
            Uploads uploads) {}

    /** Checks the settings, then listens. */
    public synchronized void start() throws IOException {
        if (running != null) {
            throw new IllegalStateException("the gateway is running");
        }
        InetSocketAddress address = settings.address();
        reportStrays();
        SslContext tls = settings.tls().isPresent() ? settings.tls().get().context() : null;
        PooledByteBufAllocator buffers = new PooledByteBufAllocator(true);
        ChannelGroup connections = CameraDoor.connections();
        ExecutorService writers =
                Executors.newFixedThreadPool(settings.writers(), new DefaultThreadFactory("gateway-writer", true));
        ExecutorService lookups =
                Executors.newFixedThreadPool(LOOKUPS, new DefaultThreadFactory("gateway-lookup", true));
        ScheduledExecutorService sweeper =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("gateway-sweeper", true));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("gateway-loop", true),
                NioIoHandler.newFactory());

        InFlight inFlight = new InFlight(settings.uploads().inFlightBytes());
        Uploads uploads = new Uploads(
                new UploadEnds(
                        ends.staging(),
                        ends.sessions(),
                        ends.states(),
                        ends.rightOfWay(),
                        clock,
                        ends.clockDoubt(),
                        bootId),
                settings.uploads(),
                new UploadMetrics(registry, ends.sessions(), inFlight),
                inFlight,
                writers,
                random);
        TusDoor tus = new TusDoor(
                new Callers(ends.tokens(), ends.certificates()),
                uploads,
                new Receipts(ends.states(), ends.store()),
                lookups);
        CameraDoor door = new CameraDoor(
                tus, settings.http(), new RequestMetrics(registry, buffers, connections::size), tls, connections);
        Channel listening;
        try {
            ServerBootstrap bootstrap = new ServerBootstrap();
            if (settings.reusePort()) {
                bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
            }
            listening = bootstrap
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(ChannelOption.ALLOCATOR, buffers)
                    .childOption(ChannelOption.ALLOCATOR, buffers)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childOption(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(1024, 4096, RECEIVE_BYTES))
                    .childHandler(door)
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
        } catch (Exception e) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            writers.shutdown();
            lookups.shutdown();
            sweeper.shutdown();
            throw new IOException(
                    "upload-port = " + settings.port() + ": cannot listen on " + address + ": " + e.getMessage(), e);
        }
        running = new Running(loops, writers, lookups, sweeper, listening, connections, door, uploads);
        schedule(sweeper, uploads);
        LOG.atInfo().addKeyValue("uri", uri()).log("cameras' door is open");
    }

    /**
     * Says which staged files no session names: bytes given up just before a crash, or bytes whose sessions were lost
     * with the intake's database. Nothing here deletes what it does not know; a person has to look.
     */
    private void reportStrays() throws IOException {
        if (ends.staging().outlivesMachine()) {
            return; // other gateways are at work there: what looks astray now may be in the middle of something
        }
        for (RecordingId staged : ends.staging().list()) {
            if (ends.sessions().find(staged).isEmpty()) {
                LOG.atWarn().addKeyValue("recording", staged).log("a staged file that no upload names");
            }
        }
    }

    private void schedule(ScheduledExecutorService sweeper, Uploads uploads) {
        repeat(sweeper, Math.max(10, settings.uploads().idleFor().toMillis() / 3), uploads::parkIdle);
        repeat(
                sweeper,
                Math.min(ANNOUNCE_MILLIS, settings.sweepEvery().toMillis()),
                () -> problem = uploads.announce(SWEEP_AT_ONCE));
        repeat(sweeper, settings.sweepEvery().toMillis(), () -> {
            try {
                uploads.sweepExpired(SWEEP_AT_ONCE);
            } catch (IOException | RuntimeException e) {
                // Thrown on, it would end the schedule for good.
                LOG.atError().setCause(e).log("expired uploads could not be looked for; tried again");
            }
            try {
                uploads.announceAgain(SWEEP_AT_ONCE);
            } catch (IOException | RuntimeException e) {
                LOG.atWarn().setCause(e).log("uploads that are not sealed could not be announced again; tried again");
            }
        });
    }

    private static void repeat(ScheduledExecutorService sweeper, long everyMillis, Runnable task) {
        ScheduledFuture<?> unused =
                sweeper.scheduleWithFixedDelay(task, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Where uploads are created. */
    public synchronized URI uri() {
        Running now = running();
        InetSocketAddress address = (InetSocketAddress) now.listening().localAddress();
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create(
                (settings.tls().isPresent() ? "https://" : "http://") + host + ":" + address.getPort() + "/files/");
    }

    /** What stands in the way of uploads, if anything does; as of a few seconds ago. */
    public Optional<String> problem() {
        return draining ? Optional.of("it is being drained") : problem;
    }

    /** Takes no more connections, and lets those there are end with the request they are at. */
    public synchronized void drain() {
        Running now = running();
        draining = true;
        now.listening().close().syncUninterruptibly();
        now.door().finishUp();
    }

    /**
     * Drains for as long as the settings say, then ends what is still under way; what has arrived is kept. The process
     * may as well be killed: closing saves nothing that a start would not find.
     */
    @Override
    public synchronized void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        drain();
        running = null;
        now.sweeper().shutdown();
        await(now.connections().newCloseFuture(), settings.drain().toMillis());
        now.connections().close().awaitUninterruptibly();
        await(now.uploads().shut(), settings.drain().toMillis());
        now.lookups().shutdown();
        now.writers().shutdown();
        // Never interrupted: that would close the files under the writers' hands.
        awaitEnd(now.lookups());
        awaitEnd(now.writers());
        now.loops()
                .shutdownGracefully(0, settings.drain().toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        LOG.atInfo().log("cameras' door is closed");
    }

    private void awaitEnd(ExecutorService pool) {
        try {
            if (!pool.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("disk work was still under way when the gateway closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(java.util.concurrent.Future<?> future, long millis) {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atWarn().log("requests were still under way when the gateway closed; what they brought is kept");
        } catch (java.util.concurrent.ExecutionException e) {
            LOG.atWarn().setCause(e).log("closing was not clean; what has arrived is kept");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the gateway is not running");
        }
        return running;
    }
}
