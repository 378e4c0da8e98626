package org.unbroken.storage.custody;

import java.time.Duration;

/**
 * How log nodes take turns.
 *
 * @param poll how often a follower looks whether more was published
 * @param heartbeat how often the one that leads gives a sign of life
 * @param patience how long it may be silent before another takes over. Too short costs needless turns, never the log
 */
public record LogNodeSettings(Duration poll, Duration heartbeat, Duration patience) {
    public LogNodeSettings {
        if (poll.compareTo(Duration.ofMillis(1)) < 0 || heartbeat.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "poll is " + poll + " and heartbeat " + heartbeat + ": each is at least a millisecond");
        }
        if (patience.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("patience is " + patience + ", and two heartbeats are "
                    + heartbeat.multipliedBy(2) + ": one late heartbeat would end a turn");
        }
    }

    public static LogNodeSettings defaults() {
        return new LogNodeSettings(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
}
