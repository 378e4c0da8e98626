package org.unbroken.deploy.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.unbroken.deploy.config.ScaleOut.Broker;
import org.unbroken.deploy.config.ScaleOut.GatewayNode;
import org.unbroken.deploy.config.ScaleOut.Jobs;
import org.unbroken.deploy.config.ScaleOut.LogNode;
import org.unbroken.deploy.config.ScaleOut.ObjectStore;

/** The keys of a cluster's processes. Which of them have to be there the role says. */
final class ScaleOutReader {
    private static final String BUCKET = "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?";
    private static final String BROKERS = "([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}";

    /** What says that a cluster is meant. A server on embedded defaults would keep footage in its folder all the same. */
    private static final Set<Setting> CLUSTER = EnumSet.of(Setting.S3_ENDPOINT, Setting.KAFKA_BOOTSTRAP);

    private final SettingValues values;
    private final NodeRole role;
    private final Path data;
    private final boolean plain;

    ScaleOutReader(SettingValues values, NodeRole role, Path data, boolean plain) {
        this.values = values;
        this.role = role;
        this.data = data;
        this.plain = plain;
    }

    ScaleOut read() {
        for (Setting setting : role.required()) {
            if (values.text(setting).isEmpty()) {
                values.problem(setting, "the role " + role.wire() + " needs it: " + setting.meaning());
            }
        }
        if (role == NodeRole.SERVE) {
            CLUSTER.stream()
                    .filter(values::isGiven)
                    .forEach(
                            setting -> values.problem(
                                    setting,
                                    """
                    serve keeps everything in its data folder; the commands gateway and log work with this"""));
        }
        return new ScaleOut(nodeName(), store(), broker(), log(), gateway(), operations(), jobs());
    }

    private String nodeName() {
        String name =
                values.matching(Setting.NODE_NAME, "([a-z0-9][a-z0-9.-]{0,62})?", "up to 63 of a-z, 0-9, '.' and '-'");
        return name.isEmpty() ? machine() + "-" + role.wire() : name;
    }

    private static String machine() {
        try {
            String name = InetAddress.getLocalHost()
                    .getHostName()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9.-]", "-");
            return name.matches("[a-z0-9].*") ? name.substring(0, Math.min(40, name.length())) : "node";
        } catch (IOException e) {
            return "node";
        }
    }

    private Optional<ObjectStore> store() {
        Optional<URI> endpoint = values.address(Setting.S3_ENDPOINT);
        String worm = bucket(Setting.S3_BUCKET);
        String shared = bucket(Setting.S3_SHARED_BUCKET);
        Optional<Path> access = values.readable(Setting.S3_ACCESS_KEY_FILE);
        Optional<Path> secret = values.readable(Setting.S3_SECRET_KEY_FILE);
        String region = values.matching(Setting.S3_REGION, "[A-Za-z0-9-]{1,63}", "a region's name");
        boolean pathStyle = values.flag(Setting.S3_PATH_STYLE);
        if (!worm.isEmpty() && worm.equals(shared)) {
            values.problem(Setting.S3_SHARED_BUCKET, "must not be s3.bucket: one has versions, the other must not");
        }
        return endpoint.isPresent() && !worm.isEmpty() && !shared.isEmpty() && access.isPresent() && secret.isPresent()
                ? Optional.of(
                        new ObjectStore(endpoint.get(), region, worm, shared, access.get(), secret.get(), pathStyle))
                : Optional.empty();
    }

    private String bucket(Setting setting) {
        return values.matching(setting, BUCKET, "a bucket's name: 3 to 63 of a-z, 0-9, '.' and '-'");
    }

    private Optional<Broker> broker() {
        String bootstrap = values.matching(
                Setting.KAFKA_BOOTSTRAP, "(" + BROKERS + "(," + BROKERS + ")*)?", "host:port with commas between");
        String prefix = values.matching(
                Setting.KAFKA_TOPIC_PREFIX, "[A-Za-z0-9._-]{0,100}", "up to 100 letters, digits, '.', '_' and '-'");
        int partitions = values.count(Setting.KAFKA_PARTITIONS, 1, 1000);
        int replication = values.count(Setting.KAFKA_REPLICATION, 1, 7);
        Optional<Path> properties = values.readable(Setting.KAFKA_CLIENT_PROPERTIES);
        return bootstrap.isEmpty()
                ? Optional.empty()
                : Optional.of(new Broker(bootstrap, prefix, partitions, replication, properties));
    }

    private LogNode log() {
        return new LogNode(
                values.path(Setting.LOG_KEY_FOLDER).orElse(data.resolve("keys")),
                values.value(
                        Setting.LOG_TAKEOVER_AFTER,
                        Quantities::duration,
                        Duration.ofSeconds(10),
                        d -> d.toMillis() >= 2_000 && d.toHours() < 1,
                        "2s to 1h"),
                values.keys(Setting.LOG_KEY));
    }

    private GatewayNode gateway() {
        return new GatewayNode(
                values.flag(Setting.UPLOAD_REUSE_PORT),
                values.path(Setting.UPLOAD_SPOOL).orElse(data.resolve("spool")),
                values.addresses(Setting.LOG_NODES),
                values.readable(Setting.GATEWAY_TOKEN_FILE),
                values.value(
                        Setting.ANNOUNCE_AGAIN_AFTER,
                        Quantities::duration,
                        Duration.ofHours(6),
                        d -> d.toMinutes() >= 1 && d.toDays() <= 7,
                        "1m to 7d"));
    }

    private Door operations() {
        String host = values.value(
                Setting.OPS_HOST, text -> text, "localhost", text -> !text.isBlank(), "a host name or address");
        Door door = new Door(host, values.count(Setting.OPS_PORT, 0, 65_535), Optional.empty());
        if (!door.loopback() && !plain) {
            values.problem(Setting.OPS_HOST, "would answer other machines in plain HTTP; allow-plain-http = true");
        }
        return door;
    }

    private Jobs jobs() {
        Optional<URI> checkpoints = Optional.empty();
        String text = values.matching(
                Setting.JOBS_CHECKPOINTS, "(|(s3|s3p|s3a|file|hdfs)://[!-~]+)", "an address such as s3://bucket/flink");
        if (!text.isEmpty()) {
            checkpoints = Optional.of(URI.create(text));
        }
        return new Jobs(
                checkpoints,
                values.count(Setting.JOBS_PARALLELISM_SEAL, 1, 256),
                values.count(Setting.JOBS_PARALLELISM_DESCRIBE, 1, 256),
                values.path(Setting.JOBS_SCRATCH).orElse(data.resolve("jobs")));
    }
}
