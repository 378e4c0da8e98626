package org.unbroken.deploy.cluster;

import java.nio.file.Path;
import org.unbroken.deploy.cluster.keys.FlinkKeys;
import org.unbroken.deploy.cluster.keys.KafkaKeys;

/**
 * What lies where in a cluster's folder.
 *
 * <pre>
 * DIR/cluster.json    ports, chosen at the first start
 *     conf/           each process's configuration, written at each start
 *     secrets/        keys of the object store, tokens; mode 0600
 *     secrets/flink/  keys of Flink's processes, and of whoever asks them; secrets/kafka/ the same of Kafka
 *     keys/           the log's signing key
 *     run/            what is noted of each process
 *     logs/           what each process says
 *     s3/ kafka/      the stores
 *     nodes/NAME/     what a node keeps for itself; lost, it is made again from the stores
 * </pre>
 */
public record ClusterFolder(Path root) {
    public ClusterFolder {
        root = root.toAbsolutePath().normalize();
    }

    Path ports() {
        return root.resolve("cluster.json");
    }

    Path lock() {
        return root.resolve("cluster.lock");
    }

    public Path configuration(String name) {
        return root.resolve("conf").resolve(name + ".properties");
    }

    Path flinkConfiguration(String name) {
        return root.resolve("conf").resolve("flink-" + name);
    }

    Path secret(String name) {
        return root.resolve("secrets").resolve(name);
    }

    /** Keys of Kafka and of those who use it. */
    KafkaKeys kafkaKeys() {
        return new KafkaKeys(secret("kafka"));
    }

    /** Keys of Flink's processes. */
    FlinkKeys flinkKeys() {
        return new FlinkKeys(secret("flink"));
    }

    public Path keys() {
        return root.resolve("keys");
    }

    Path run() {
        return root.resolve("run");
    }

    Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    Path s3() {
        return root.resolve("s3");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path node(String name) {
        return root.resolve("nodes").resolve(name);
    }
}
