package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.s3.S3Settings;

/** The settings of a process, as object store and queues want them. */
public final class StoreSettings {
    private static final int LONGEST_SECRET = 1024;

    private StoreSettings() {}

    /** Reads the keys from their files. */
    public static S3Settings s3(ScaleOut.ObjectStore store) throws IOException {
        return new S3Settings(
                store.endpoint(),
                store.region(),
                secret(store.accessKeyFile()),
                secret(store.secretKeyFile()),
                store.wormBucket(),
                store.sharedBucket(),
                store.pathStyle());
    }

    public static KafkaSettings kafka(ScaleOut.Broker broker) {
        KafkaSettings settings = KafkaSettings.of(List.of(broker.bootstrap().split(",", -1)))
                .withTopicPrefix(broker.topicPrefix())
                .withPartitions(broker.partitions())
                .withReplicationFactor(broker.replication());
        Optional<Path> security = broker.clientProperties();
        return security.isPresent() ? settings.withSecurity(security.get()) : settings;
    }

    /** One line, without the end of it. */
    public static String secret(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty() || text.length() > LONGEST_SECRET || text.contains("\n")) {
            throw new IOException(file + " does not hold one secret on one line");
        }
        return text;
    }
}
