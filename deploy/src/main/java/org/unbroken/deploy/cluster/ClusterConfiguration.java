package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.unbroken.deploy.config.Setting;
import org.unbroken.storage.durable.DurableFiles;

/** Writes the configuration of each process. A machine of this size gets few partitions and a single copy of each. */
final class ClusterConfiguration {
    static final String WORM_BUCKET = "unbroken-worm";
    static final String SHARED_BUCKET = "unbroken-shared";
    /** Configuration of commands that work on the stores and are no server. */
    static final String COMMANDS = "commands";

    private final ClusterFolder folder;
    private final ClusterPorts ports;
    private final DurableFiles files;

    ClusterConfiguration(ClusterFolder folder, ClusterPorts ports, DurableFiles files) {
        this.folder = folder;
        this.ports = ports;
        this.files = files;
    }

    void write() throws IOException {
        write(COMMANDS, Map.of());
        for (int i = 1; i <= 2; i++) {
            write(
                    "log-" + i,
                    Map.of(
                            Setting.CONSOLE_PORT,
                            Integer.toString(ports.consoles().get(i - 1)),
                            // Who tries a cluster out looks for what comes of it.
                            Setting.LOG_FLUSH_INTERVAL,
                            "1s"));
            write(
                    "gateway-" + i,
                    Map.of(
                            Setting.UPLOAD_PORT, Integer.toString(ports.upload()),
                            Setting.UPLOAD_REUSE_PORT, "true",
                            Setting.STAGING_RESERVE, "64MiB",
                            Setting.LOG_NODES,
                                    ports.consoleAddresses().stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining(", ")),
                            Setting.GATEWAY_TOKEN_FILE,
                                    folder.secret(ClusterSecrets.GATEWAY_TOKEN).toString(),
                            Setting.OPS_PORT,
                                    Integer.toString(ports.operations().get(i - 1))));
        }
        write(
                "jobs",
                Map.of(
                        Setting.JOBS_CHECKPOINTS, "s3://" + SHARED_BUCKET + "/flink/",
                        Setting.JOBS_PARALLELISM_SEAL, "2",
                        Setting.JOBS_PARALLELISM_DESCRIBE, "2",
                        Setting.LOG_KEY, folder.keys().resolve("log.vkey").toString(),
                        Setting.STAGING_RESERVE, "64MiB",
                        Setting.DESCRIBE_WORKERS, "1",
                        Setting.PROXY_WORKERS, "1"));
    }

    private void write(String name, Map<Setting, String> own) throws IOException {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.NODE_NAME, name);
        all.put(Setting.DATA, folder.node(name).toString());
        all.put(Setting.S3_ENDPOINT, ports.storeAddress().toString());
        all.put(Setting.S3_REGION, "default");
        all.put(Setting.S3_BUCKET, WORM_BUCKET);
        all.put(Setting.S3_SHARED_BUCKET, SHARED_BUCKET);
        all.put(Setting.S3_ACCESS_KEY_FILE, folder.secret("s3.access-key").toString());
        all.put(Setting.S3_SECRET_KEY_FILE, folder.secret("s3.secret-key").toString());
        all.put(Setting.KAFKA_BOOTSTRAP, "127.0.0.1:" + ports.kafka());
        all.put(
                Setting.KAFKA_CLIENT_PROPERTIES,
                folder.kafkaKeys().clientProperties().toString());
        all.put(Setting.KAFKA_PARTITIONS, "4");
        all.put(Setting.KAFKA_REPLICATION, "1");
        all.put(Setting.LOG_KEY_FOLDER, folder.keys().toString());
        all.put(Setting.LOG_TAKEOVER_AFTER, "8s");
        all.putAll(own);
        String text = "# Written by unbroken cluster up at each start.\n"
                + all.entrySet().stream()
                        .map(entry -> entry.getKey().key() + " = " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        Path file = folder.configuration(name);
        files.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
