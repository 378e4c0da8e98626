package org.unbroken.storage.events;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka's clients are told. Everything that waits has an end: with the brokers away a call fails after the delivery
 * timeout and never hangs.
 */
public final class ClientProperties {
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 4 * Topic.MAX_MESSAGE_BYTES;

    private ClientProperties() {}

    /**
     * Servers and credentials: what every client needs, those of Flink's connectors included. Reads the security file.
     *
     * @throws IOException when the file cannot be read or sets anything but security; no message shows a value of it
     */
    public static Properties common(KafkaSettings settings) throws IOException {
        Properties properties = new Properties();
        if (settings.security().isPresent()) {
            readSecurity(settings.security().get(), properties);
        }
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        set(properties, CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT);
        set(properties, CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, request(settings));
        // Counted only by a client's own view of itself; nobody reads them.
        properties.setProperty("enable.metrics.push", "false");
        return properties;
    }

    private static void readSecurity(Path file, Properties into) throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a properties file", e);
        }
        for (String name : read.stringPropertyNames()) {
            // Whoever may set more could switch off what the promises rest on, such as acks=all.
            if (!name.startsWith("security.") && !name.startsWith("sasl.") && !name.startsWith("ssl.")) {
                throw new IOException(file + " sets \"" + name + "\": only security.*, sasl.* and ssl.* belong there");
            }
            into.setProperty(name, read.getProperty(name));
        }
    }

    /** Half of the time to find the partition's broker, half to be acknowledged by it. */
    static Properties producer(KafkaSettings settings) throws IOException {
        Properties properties = common(settings);
        Duration half = settings.deliveryTimeout().dividedBy(2);
        set(properties, ProducerConfig.MAX_BLOCK_MS_CONFIG, half);
        set(properties, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, half);
        set(properties, ProducerConfig.LINGER_MS_CONFIG, Duration.ZERO);
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(Topic.MAX_MESSAGE_BYTES));
        properties.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(BUFFER_BYTES));
        properties.setProperty(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.setProperty(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }

    /** Belongs to no group and stores no offsets: the log's database knows how far it has come. */
    static Properties consumer(KafkaSettings settings) throws IOException {
        Properties properties = common(settings);
        set(properties, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, settings.deliveryTimeout());
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return properties;
    }

    static Properties admin(KafkaSettings settings) throws IOException {
        Properties properties = common(settings);
        set(properties, CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, settings.deliveryTimeout());
        return properties;
    }

    /** Shorter than the half that a delivery has, so that one lost answer can be asked for again within it. */
    private static Duration request(KafkaSettings settings) {
        Duration quarter = settings.deliveryTimeout().dividedBy(4);
        return quarter.compareTo(LONGEST_REQUEST) < 0 ? quarter : LONGEST_REQUEST;
    }

    private static void set(Properties properties, String name, Duration value) {
        properties.setProperty(name, String.valueOf(value.toMillis()));
    }
}
