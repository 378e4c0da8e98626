package org.unbroken.ingest.gateway.http;

import java.time.Duration;

/**
 * What connections and requests may cost.
 *
 * @param connections at once; more are closed as they come
 * @param headWait how long a connection may take to bring a whole request head, the first or the next
 * @param idle how long a body may bring nothing while it is waited for
 * @param lineBytes of the request line
 * @param headerBytes of all header fields together
 */
public record HttpLimits(int connections, Duration headWait, Duration idle, int lineBytes, int headerBytes) {
    public HttpLimits {
        require(connections >= 1, "connections", connections, "at least 1");
        require(isPositive(headWait), "head-wait", headWait, "more than 0");
        require(isPositive(idle), "idle", idle, "more than 0");
        require(lineBytes >= 512, "line-bytes", lineBytes, "at least 512");
        require(headerBytes >= 1024, "header-bytes", headerBytes, "at least 1024");
    }

    public static HttpLimits defaults() {
        return new HttpLimits(4096, Duration.ofSeconds(30), Duration.ofSeconds(60), 8 << 10, 16 << 10);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(key + " = " + value + ": must be " + rule);
        }
    }
}
