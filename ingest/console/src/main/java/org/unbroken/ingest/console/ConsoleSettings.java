package org.unbroken.ingest.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the console runs. Valid once it exists: nothing is left to find out after the socket is open.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param tls empty: plain HTTP
 * @param plainBeyondLoopback plain HTTP on an address that others reach: tokens then cross the wire unprotected, or a
 *     proxy in front does the TLS
 * @param secureCookies whether browsers reach this by HTTPS, here or at a proxy in front
 * @param sessionIdle a signed-in browser that asks for nothing this long is signed out
 * @param sessionLongest and after this long in any case
 * @param connectionIdle a connection that moves no byte this long is closed
 * @param verifications how many recordings are re-read at once
 * @param custodyPatience how long a viewing waits to be entered in the log before it is refused
 * @param lateAfter a recording that landed this long ago and is not sealed is shown as late
 */
public record ConsoleSettings(
        String host,
        int port,
        Optional<Tls> tls,
        boolean plainBeyondLoopback,
        boolean secureCookies,
        int maxConnections,
        Duration sessionIdle,
        Duration sessionLongest,
        Duration connectionIdle,
        int verifications,
        Duration custodyPatience,
        Duration lateAfter) {

    /**
     * PEM files.
     *
     * @param certificate the server's, and those between it and its authority
     * @param privateKey PKCS #8, not encrypted
     * @param clientAuthorities whose client certificates are let in; empty: none are asked for
     */
    public record Tls(Path certificate, Path privateKey, Optional<Path> clientAuthorities) {}

    public ConsoleSettings {
        require(!host.isBlank(), "host", host, "an address or name to listen on");
        require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        require(
                tls.isPresent() || plainBeyondLoopback || isLoopback(host),
                "host",
                host,
                "plain HTTP only on loopback, unless TLS or plain HTTP beyond loopback is switched on");
        require(tls.isEmpty() || secureCookies, "secureCookies", secureCookies, "true where there is TLS");
        require(maxConnections >= 1 && maxConnections <= 100_000, "maxConnections", maxConnections, "1 to 100000");
        requireBetween("sessionIdle", sessionIdle, Duration.ofSeconds(1), Duration.ofDays(1));
        requireBetween("sessionLongest", sessionLongest, sessionIdle, Duration.ofDays(7));
        requireBetween("connectionIdle", connectionIdle, Duration.ofMillis(100), Duration.ofMinutes(10));
        require(verifications >= 1 && verifications <= 64, "verifications", verifications, "1 to 64");
        requireBetween("custodyPatience", custodyPatience, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireBetween("lateAfter", lateAfter, Duration.ofSeconds(1), Duration.ofDays(30));
    }

    /** Plain HTTP, for loopback. */
    public static ConsoleSettings plain(String host, int port) {
        return new ConsoleSettings(
                host,
                port,
                Optional.empty(),
                false,
                false,
                2_000,
                Duration.ofHours(1),
                Duration.ofHours(12),
                Duration.ofSeconds(60),
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10));
    }

    /** HTTPS. */
    public static ConsoleSettings secure(String host, int port, Tls tls) {
        ConsoleSettings plain = plain("localhost", port);
        return new ConsoleSettings(
                host,
                port,
                Optional.of(tls),
                false,
                true,
                plain.maxConnections,
                plain.sessionIdle,
                plain.sessionLongest,
                plain.connectionIdle,
                plain.verifications,
                plain.custodyPatience,
                plain.lateAfter);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d+){3}");
    }

    private static void requireBetween(String key, Duration value, Duration least, Duration most) {
        require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, key, value, least + " to " + most);
    }

    private static void require(boolean holds, String key, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("console." + key + " = " + value + ": " + allowed);
        }
    }
}
