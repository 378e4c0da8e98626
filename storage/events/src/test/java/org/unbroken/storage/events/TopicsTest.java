package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final KafkaSettings settings = KafkaBroker.shared().settings();

    @Test
    void topicsAreMadeWithTheSettingsThatThePromisesRestOn() throws Exception {
        new Topics(settings).ensure();
        for (Topic topic : Topic.values()) {
            Config config = config(topic);
            assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
            assertThat(config.get("retention.ms").value())
                    .isEqualTo(String.valueOf(Duration.ofDays(30).toMillis()));
            assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
            assertThat(config.get("unclean.leader.election.enable").value()).isEqualTo("false");
            assertThat(config.get("max.message.bytes").value()).isEqualTo("16777216");
            assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        }
    }

    private Config config(Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.nameIn(settings));
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(resource);
        }
    }

    @Test
    void manyProcessesMayEnsureThemAtOnceAndAgain() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                try {
                    new Topics(settings).ensure();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (CompletableFuture<Void> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        new Topics(settings).ensure();
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedSinceKeysWouldMove() throws IOException {
        new Topics(settings).ensure();
        assertThatThrownBy(() -> new Topics(settings.withPartitions(8)).ensure())
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(Topic.CUSTODY.nameIn(settings) + " has 4 partitions and the configuration says 8")
                .hasMessageContaining(Topic.LANDINGS.nameIn(settings));
    }

    @Test
    void aTopicThatForgetsIsRefusedWithAllThatIsWrong() throws Exception {
        create(Topic.CUSTODY, Map.of("cleanup.policy", "compact", "retention.ms", "60000"));
        create(Topic.LANDINGS, Map.of("retention.ms", "-1", "max.message.bytes", "20000000"));
        create(Topic.LANDINGS_RETRY, Map.of("max.message.bytes", "1000000", "retention.bytes", "5"));
        String custody = "topic " + Topic.CUSTODY.nameIn(settings);
        String retry = "topic " + Topic.LANDINGS_RETRY.nameIn(settings);
        assertThatThrownBy(() -> new Topics(settings).ensure())
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(custody + " has cleanup.policy=compact: set it to delete")
                .hasMessageContaining(custody + " has retention.ms=60000: set it to 2592000000")
                .hasMessageContaining(retry + " has max.message.bytes=1000000: set it to 16777216")
                .hasMessageContaining(retry + " has retention.bytes=5: set it to -1")
                .hasMessageNotContaining(Topic.LANDINGS.nameIn(settings) + " has retention");
    }

    private void create(Topic topic, Map<String, String> config) throws Exception {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            NewTopic made = new NewTopic(topic.nameIn(settings), settings.partitions(), (short) 1).configs(config);
            admin.createTopics(List.of(made)).all().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void moreCopiesThanThereAreBrokersAreRefusedByTheBroker() {
        assertThatThrownBy(() -> new Topics(settings.withReplicationFactor(3)).ensure())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("cannot create Kafka topic " + settings.topicPrefix());
    }
}
