package org.unbroken.ingest.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.ingest.gateway.http.HttpLimits;
import org.unbroken.ingest.gateway.upload.UploadLimits;

/**
 * How the cameras' door is set up.
 *
 * @param host name or address to listen on
 * @param port 0: a free one
 * @param plainBeyondLoopback allows HTTP without TLS on an address that others reach
 * @param writers threads that write, digest and sync
 * @param sweepEvery how often expired uploads are looked for
 * @param drain how long closing waits for what is under way
 * @param reusePort lets several gateways of one machine listen on one address; the kernel spreads connections over them
 */
public record GatewaySettings(
        String host,
        int port,
        boolean plainBeyondLoopback,
        Optional<GatewayTls> tls,
        HttpLimits http,
        UploadLimits uploads,
        int writers,
        Duration sweepEvery,
        Duration drain,
        boolean reusePort) {
    public GatewaySettings {
        require(!host.isBlank(), "upload-host", host, "a name or an address");
        require(port >= 0 && port <= 65535, "upload-port", port, "0 to 65535");
        require(writers >= 1 && writers <= 1024, "writers", writers, "1 to 1024");
        require(sweepEvery.compareTo(Duration.ofMillis(10)) >= 0, "sweep-every", sweepEvery, "at least 10 ms");
        require(!drain.isNegative(), "drain", drain, "0 or more");
    }

    public static GatewaySettings defaults() {
        return new GatewaySettings(
                "127.0.0.1",
                1080,
                false,
                Optional.empty(),
                HttpLimits.defaults(),
                UploadLimits.defaults(),
                Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                false);
    }

    public GatewaySettings listeningOn(String newHost, int newPort) {
        return new GatewaySettings(
                newHost, newPort, plainBeyondLoopback, tls, http, uploads, writers, sweepEvery, drain, reusePort);
    }

    public GatewaySettings allowingPlainBeyondLoopback(boolean allow) {
        return new GatewaySettings(host, port, allow, tls, http, uploads, writers, sweepEvery, drain, reusePort);
    }

    public GatewaySettings with(GatewayTls newTls) {
        return new GatewaySettings(
                host,
                port,
                plainBeyondLoopback,
                Optional.of(newTls),
                http,
                uploads,
                writers,
                sweepEvery,
                drain,
                reusePort);
    }

    public GatewaySettings with(HttpLimits newHttp) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, newHttp, uploads, writers, sweepEvery, drain, reusePort);
    }

    public GatewaySettings with(UploadLimits newUploads) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, http, newUploads, writers, sweepEvery, drain, reusePort);
    }

    public GatewaySettings sweepingEvery(Duration newSweepEvery) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, http, uploads, writers, newSweepEvery, drain, reusePort);
    }

    public GatewaySettings writingWith(int newWriters) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, http, uploads, newWriters, sweepEvery, drain, reusePort);
    }

    public GatewaySettings drainingFor(Duration newDrain) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, http, uploads, writers, sweepEvery, newDrain, reusePort);
    }

    public GatewaySettings sharingPort(boolean share) {
        return new GatewaySettings(
                host, port, plainBeyondLoopback, tls, http, uploads, writers, sweepEvery, drain, share);
    }

    /** Where to listen. Tokens travel in the clear without TLS, so that needs either loopback or the switch. */
    InetSocketAddress address() throws UnknownHostException {
        InetAddress address = InetAddress.getByName(host);
        if (tls.isEmpty() && !plainBeyondLoopback && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("upload-host = " + host
                    + ": is reached from other machines; configure TLS, or allow plain HTTP beyond loopback");
        }
        return new InetSocketAddress(address, port);
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(key + " = " + value + ": must be " + rule);
        }
    }
}
