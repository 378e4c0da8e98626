package org.unbroken.ingest.console.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often one address may fail to sign in. IPv6 callers are counted by their /64, which one of them owns whole. */
public final class SignInLimit {
    public static final int FAILURES = 10;
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int MOST_ADDRESSES = 10_000;

    private final Map<String, Failures> byAddress = new LinkedHashMap<>();
    private final InstantSource clock;

    public SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Seconds until this address may try again; 0: now. */
    public synchronized long waitSeconds(SocketAddress address) {
        Failures failures = byAddress.get(key(address));
        if (failures == null || failures.count < FAILURES) {
            return 0;
        }
        return Math.max(
                0,
                Duration.between(clock.instant(), failures.since.plus(WINDOW)).toSeconds());
    }

    public synchronized void failed(SocketAddress address) {
        Instant now = clock.instant();
        byAddress.values().removeIf(failures -> failures.since.plus(WINDOW).isBefore(now));
        Iterator<String> oldest = byAddress.keySet().iterator();
        while (byAddress.size() >= MOST_ADDRESSES) {
            oldest.next();
            oldest.remove();
        }
        byAddress.merge(key(address), new Failures(1, now), (old, one) -> new Failures(old.count + 1, old.since));
    }

    private static String key(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            InetAddress host = internet.getAddress();
            byte[] bytes = host.getAddress();
            return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
        }
        return "local";
    }

    private record Failures(int count, Instant since) {}
}
