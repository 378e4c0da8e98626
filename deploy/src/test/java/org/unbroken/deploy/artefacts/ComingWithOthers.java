package org.unbroken.deploy.artefacts;

import java.util.Set;

/**
 * What the deployment files name and other work on the cluster brings along: taken as there until it is. An entry that
 * the code has by now does no harm, and can go.
 */
final class ComingWithOthers {
    static final Set<String> METRICS = Set.of(
            "unbroken_log_role",
            "unbroken_log_turns_total",
            "unbroken_log_epoch",
            "unbroken_log_behind_entries",
            "unbroken_log_source_lag_facts",
            "unbroken_unreadable_landings_total");

    static final Set<String> SETTINGS = Set.of(
            "s3.endpoint",
            "s3.region",
            "s3.bucket",
            "s3.shared-bucket",
            "s3.access-key-file",
            "s3.secret-key-file",
            "s3.path-style",
            "kafka.bootstrap",
            "kafka.partitions",
            "kafka.replication",
            "log.key-folder",
            "log.takeover-after",
            "log-nodes",
            "upload.reuse-port",
            "upload.spool",
            "gateway.token-file",
            "ops.host",
            "ops.port",
            "jobs.checkpoints",
            "jobs.parallelism.seal",
            "jobs.parallelism.describe",
            "jobs.scratch");

    static final Set<String> COMMANDS = Set.of("gateway", "log");

    private ComingWithOthers() {}
}
