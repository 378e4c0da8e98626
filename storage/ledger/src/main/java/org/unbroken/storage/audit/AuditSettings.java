package org.unbroken.storage.audit;

import java.time.Duration;

/**
 * How hard the audit works. It takes what it needs evenly, and saves nothing up.
 *
 * @param bytesPerSecond read to be compared with their digests; 0: bytes are not read at all
 * @param objectsPerSecond looked at for presence, size and lock
 * @param interval a round begins no sooner than this after the one before it began
 * @param detailRetention how long the log's writer locks details, from an entry's time
 * @param logRetention how long it locks segments, checkpoints and tiles, likewise
 * @param overdueAfter a recording that arrived so long ago and is not sealed is overdue
 */
public record AuditSettings(
        long bytesPerSecond,
        int objectsPerSecond,
        Duration interval,
        Duration detailRetention,
        Duration logRetention,
        Duration overdueAfter) {
    public AuditSettings {
        require(bytesPerSecond >= 0, "bytesPerSecond", bytesPerSecond, "0 or more");
        require(objectsPerSecond >= 1, "objectsPerSecond", objectsPerSecond, "1 or more");
        require(!interval.isNegative() && !interval.isZero(), "interval", interval, "more than 0");
        require(!detailRetention.isNegative(), "detailRetention", detailRetention, "0 or more");
        require(!logRetention.isNegative(), "logRetention", logRetention, "0 or more");
        require(!overdueAfter.isNegative() && !overdueAfter.isZero(), "overdueAfter", overdueAfter, "more than 0");
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("audit " + name + " = " + value + ": expected " + expected);
        }
    }
}
