package org.unbroken.deploy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.unbroken.deploy.config.Auditing.ReplicaStore;

/** Reads how the audit works. */
final class AuditingReader {
    private static final String BUCKET = "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?";

    private final SettingValues values;

    AuditingReader(SettingValues values) {
        this.values = values;
    }

    Auditing read() {
        Optional<Path> folder = values.path(Setting.REPLICA_FOLDER);
        Optional<ReplicaStore> store = store();
        if (folder.isPresent() && store.isPresent()) {
            values.problem(Setting.REPLICA_FOLDER, "and replica.s3.endpoint: one replica, not two");
        }
        return new Auditing(
                values.bytes(Setting.AUDIT_BYTES_PER_SECOND, 0, 1L << 40),
                values.count(Setting.AUDIT_OBJECTS_PER_SECOND, 1, 1_000_000),
                duration(Setting.AUDIT_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(366)),
                duration(Setting.AUDIT_LANDED_OVERDUE, Duration.ofSeconds(1), Duration.ofDays(366)),
                folder,
                store);
    }

    private Duration duration(Setting setting, Duration least, Duration most) {
        return values.value(
                setting,
                Quantities::duration,
                most,
                d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0,
                least + " to " + most);
    }

    private Optional<ReplicaStore> store() {
        Optional<URI> endpoint = values.address(Setting.REPLICA_S3_ENDPOINT);
        String bucket =
                values.matching(Setting.REPLICA_S3_BUCKET, BUCKET, "a bucket's name: 3 to 63 of a-z, 0-9, '.' and '-'");
        String region = values.matching(Setting.REPLICA_S3_REGION, "[A-Za-z0-9-]{1,63}", "a region's name");
        String shared = values.matching(
                Setting.REPLICA_S3_SHARED_BUCKET, BUCKET, "a bucket's name: 3 to 63 of a-z, 0-9, '.' and '-'");
        Optional<Path> access = values.readable(Setting.REPLICA_S3_ACCESS_KEY_FILE);
        Optional<Path> secret = values.readable(Setting.REPLICA_S3_SECRET_KEY_FILE);
        boolean pathStyle = values.flag(Setting.REPLICA_S3_PATH_STYLE);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        if (bucket.isEmpty() || access.isEmpty() || secret.isEmpty()) {
            values.problem(
                    Setting.REPLICA_S3_ENDPOINT,
                    "needs replica.s3.bucket, replica.s3.access-key-file and replica.s3.secret-key-file");
            return Optional.empty();
        }
        return Optional.of(new ReplicaStore(
                endpoint.get(),
                region,
                bucket,
                Optional.of(shared).filter(name -> !name.isEmpty()),
                access.get(),
                secret.get(),
                pathStyle));
    }
}
