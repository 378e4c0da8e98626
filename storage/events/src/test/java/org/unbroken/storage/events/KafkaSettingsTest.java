package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
    private static final KafkaSettings GOOD = KafkaSettings.of(List.of("kafka-1:9092", "[::1]:9092"));

    @TempDir
    Path directory;

    @Test
    void aWrongSettingIsNamedWithItsValue() {
        assertThatThrownBy(() -> KafkaSettings.of(List.of())).hasMessageContaining("no Kafka server");
        assertThatThrownBy(() -> KafkaSettings.of(List.of("kafka-1"))).hasMessageContaining("\"kafka-1\"");
        assertThatThrownBy(() -> GOOD.withTopicPrefix("a/b")).hasMessageContaining("a/b");
        assertThatThrownBy(() -> GOOD.withPartitions(0)).hasMessageContaining("0 partitions");
        assertThatThrownBy(() -> GOOD.withReplicationFactor(0)).hasMessageContaining("replication factor 0");
        assertThatThrownBy(() -> GOOD.withDeliveryTimeout(Duration.ofMillis(10)))
                .hasMessageContaining("PT0.01S");
    }

    @Test
    void oneBrokerMayBeAwayWhereThereAreSeveral() {
        assertThat(GOOD.withReplicationFactor(1).minInSyncReplicas()).isEqualTo(1);
        assertThat(GOOD.withReplicationFactor(2).minInSyncReplicas()).isEqualTo(1);
        assertThat(GOOD.withReplicationFactor(3).minInSyncReplicas()).isEqualTo(2);
    }

    @Test
    void credentialsComeFromTheirFileAndAreShownNowhere() throws IOException {
        Path file = Files.writeString(
                directory.resolve("client.properties"), "security.protocol=SASL_SSL\nsasl.jaas.config=hush\n");
        KafkaSettings settings = GOOD.withSecurity(file);
        assertThat(ClientProperties.common(settings))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "hush")
                .containsEntry("bootstrap.servers", "kafka-1:9092,[::1]:9092");
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void theFileOfCredentialsCannotSwitchPromisesOff() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), "acks=hush\n");
        assertThatThrownBy(() -> ClientProperties.producer(GOOD.withSecurity(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"acks\"")
                .hasMessageNotContaining("hush");
    }
}
