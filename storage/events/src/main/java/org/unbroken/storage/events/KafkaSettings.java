package org.unbroken.storage.events;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Kafka is and how it is used. Holds no secret: those are in the file that {@code security} names, and never leave
 * {@link ClientProperties}.
 *
 * @param bootstrapServers {@code host:port} each
 * @param topicPrefix before each topic's name, so that several installations can share brokers
 * @param partitions of each topic. Fixed when they are created: with another number, keys would move to other partitions
 *     and a camera's facts lose their order
 * @param replicationFactor copies of each partition; one of them may be missing while records are taken in
 * @param retention how long records stay. Longer than any outage of their readers, since what is deleted unread is lost;
 *     shorter than any recording's retention, since landings and facts hold names that must be gone with the recording
 * @param security a properties file with {@code security.*}, {@code sasl.*} and {@code ssl.*} as Kafka's clients know
 *     them; without one, plain text
 * @param deliveryTimeout after this long a record that was not acknowledged counts as not sent
 */
public record KafkaSettings(
        List<String> bootstrapServers,
        String topicPrefix,
        int partitions,
        int replicationFactor,
        Duration retention,
        Optional<Path> security,
        Duration deliveryTimeout) {
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):\\d{1,5}");
    /** Kafka's own limit for a topic is 249 characters. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,200}");

    private static final int MAX_PARTITIONS = 1_000;
    private static final Duration SHORTEST_DELIVERY = Duration.ofSeconds(2);
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(10);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

    public KafkaSettings {
        bootstrapServers = List.copyOf(bootstrapServers);
        require(!bootstrapServers.isEmpty(), "no Kafka server is named");
        for (String server : bootstrapServers) {
            require(SERVER.matcher(server).matches(), "Kafka server \"" + server + "\" is not host:port");
        }
        require(
                PREFIX.matcher(topicPrefix).matches(),
                "topic prefix \"" + topicPrefix + "\": at most 200 of letters, digits, '.', '_' and '-'");
        require(
                partitions >= 1 && partitions <= MAX_PARTITIONS,
                partitions + " partitions: must be 1 to " + MAX_PARTITIONS);
        require(
                replicationFactor >= 1 && replicationFactor <= Short.MAX_VALUE,
                "replication factor " + replicationFactor + ": must be 1 or more");
        require(
                retention.compareTo(SHORTEST_RETENTION) >= 0,
                "retention of records " + retention + ": must be " + SHORTEST_RETENTION + " or longer");
        require(
                deliveryTimeout.compareTo(SHORTEST_DELIVERY) >= 0 && deliveryTimeout.compareTo(LONGEST_DELIVERY) <= 0,
                "delivery timeout " + deliveryTimeout + ": must be " + SHORTEST_DELIVERY + " to " + LONGEST_DELIVERY);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Three copies of 12 partitions, kept for 30 days; 30 seconds for a delivery. */
    public static KafkaSettings of(List<String> bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers, "unbroken-", 12, 3, Duration.ofDays(30), Optional.empty(), Duration.ofSeconds(30));
    }

    public KafkaSettings withTopicPrefix(String prefix) {
        return new KafkaSettings(
                bootstrapServers, prefix, partitions, replicationFactor, retention, security, deliveryTimeout);
    }

    public KafkaSettings withPartitions(int number) {
        return new KafkaSettings(
                bootstrapServers, topicPrefix, number, replicationFactor, retention, security, deliveryTimeout);
    }

    public KafkaSettings withReplicationFactor(int copies) {
        return new KafkaSettings(
                bootstrapServers, topicPrefix, partitions, copies, retention, security, deliveryTimeout);
    }

    public KafkaSettings withSecurity(Path file) {
        return new KafkaSettings(
                bootstrapServers,
                topicPrefix,
                partitions,
                replicationFactor,
                retention,
                Optional.of(file),
                deliveryTimeout);
    }

    public KafkaSettings withDeliveryTimeout(Duration timeout) {
        return new KafkaSettings(
                bootstrapServers, topicPrefix, partitions, replicationFactor, retention, security, timeout);
    }

    /** The servers as messages name them, and as Kafka's clients take them. */
    public String servers() {
        return String.join(",", bootstrapServers);
    }

    /** How many copies must have a record before it is acknowledged: all but one, so that one broker may be away. */
    public int minInSyncReplicas() {
        return Math.max(1, replicationFactor - 1);
    }
}
