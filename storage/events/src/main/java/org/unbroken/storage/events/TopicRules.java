package org.unbroken.storage.events;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** How a topic is made, and how far one that is found may differ. */
final class TopicRules {
    /** Retention takes whole segments: with these, a record is gone a day after its time at the latest. */
    private static final long SEGMENT_MS = 24L * 60 * 60 * 1000;

    private static final String FOREVER = "-1";

    private TopicRules() {}

    static Map<String, String> created(KafkaSettings settings) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(settings.retention().toMillis()),
                // By age alone: a busy evening must not push out what was not read yet.
                TopicConfig.RETENTION_BYTES_CONFIG,
                FOREVER,
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(SEGMENT_MS),
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                String.valueOf(settings.minInSyncReplicas()),
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(Topic.MAX_MESSAGE_BYTES),
                // The broker's clock: a sender whose clock is wrong must not have its records deleted early.
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }

    /** Adds a line for each thing that is wrong. More copies, and longer retention, are the operator's to choose. */
    static void check(TopicDescription topic, Config config, KafkaSettings settings, List<String> wrong) {
        String name = "topic " + topic.name();
        int partitions = topic.partitions().size();
        if (partitions != settings.partitions()) {
            wrong.add(name + " has " + partitions + " partitions and the configuration says " + settings.partitions()
                    + ": configure " + partitions
                    + ", since with another number keys move and a camera's records lose their order");
        }
        int copies = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (copies < settings.replicationFactor()) {
            wrong.add(name + " has " + copies + " replicas and the configuration says " + settings.replicationFactor()
                    + ": reassign its partitions to more brokers");
        }
        atLeast(name, config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, settings.minInSyncReplicas(), wrong);
        atLeast(name, config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Topic.MAX_MESSAGE_BYTES, wrong);
        if (!value(config, TopicConfig.RETENTION_MS_CONFIG).equals(FOREVER)) {
            atLeast(
                    name,
                    config,
                    TopicConfig.RETENTION_MS_CONFIG,
                    settings.retention().toMillis(),
                    wrong);
        }
        exactly(name, config, TopicConfig.RETENTION_BYTES_CONFIG, FOREVER, wrong);
        // Compaction would keep one record a camera.
        exactly(name, config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE, wrong);
        exactly(name, config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false", wrong);
    }

    private static void atLeast(String name, Config config, String key, long least, List<String> wrong) {
        String value = value(config, key);
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) < least) {
            wrong.add(name + " has " + key + "=" + value + ": set it to " + least);
        }
    }

    private static void exactly(String name, Config config, String key, String expected, List<String> wrong) {
        String value = value(config, key);
        if (!value.equals(expected)) {
            wrong.add(name + " has " + key + "=" + value + ": set it to " + expected);
        }
    }

    private static String value(Config config, String key) {
        ConfigEntry entry = config.get(key);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
