package org.unbroken.deploy.config;

import java.util.Arrays;
import java.util.Optional;

/** Every key of the configuration file, with its default. docs/CONFIGURATION.md is made from this. */
public enum Setting {
    DATA("data", "unbroken-data", "folder that holds everything: staging, worm, ledger, state; on one file system"),

    UPLOAD_HOST("upload.host", "127.0.0.1", "address on which cameras and docks are answered"),
    UPLOAD_PORT("upload.port", "1080", "its port; 0 takes a free one"),
    UPLOAD_TLS_CERTIFICATE("upload.tls.certificate", "", "PEM file: certificate and chain; with it the door is HTTPS"),
    UPLOAD_TLS_KEY("upload.tls.key", "", "PEM file: the certificate's private key (PKCS #8)"),
    UPLOAD_TLS_CLIENT_CA(
            "upload.tls.client-ca", "", "PEM file: authorities whose client certificates are asked for and accepted"),

    CONSOLE_HOST("console.host", "127.0.0.1", "address on which people and programs are answered"),
    CONSOLE_PORT("console.port", "8080", "its port; 0 takes a free one"),
    CONSOLE_TLS_CERTIFICATE("console.tls.certificate", "", "as upload.tls.certificate, for the console"),
    CONSOLE_TLS_KEY("console.tls.key", "", "as upload.tls.key, for the console"),
    CONSOLE_TLS_CLIENT_CA("console.tls.client-ca", "", "as upload.tls.client-ca, for the console"),

    ALLOW_PLAIN_HTTP(
            "allow-plain-http",
            "false",
            "true: answer beyond this machine without TLS, because something in front of it encrypts"),

    UPLOAD_MAX_SIZE("upload.max-size", "256GiB", "largest file accepted"),
    UPLOAD_MAX_OPEN_PER_CAMERA("upload.max-open-per-camera", "16", "unfinished uploads that one camera may have"),
    UPLOAD_IDLE("upload.idle", "60s", "a connection on which nothing arrives for so long is closed; it can resume"),
    UPLOAD_EXPIRES("upload.expires", "14d", "an unfinished upload that nothing arrives for is dropped after this"),
    STAGING_RESERVE(
            "staging.reserve",
            "2GiB",
            "free space that uploads, and on a TaskManager copies of originals, may not use up"),

    RETENTION_FLOOR(
            "retention.floor",
            "2y",
            "shortest retention of a recording, from its arrival; lengthened later, never shortened"),
    RETENTION_INTERVAL(
            "retention.interval",
            "1d",
            "retention by the rulebooks is looked at again no sooner than this after a round began"),
    RETENTION_RECORDINGS_PER_SECOND(
            "retention.recordings-per-second", "200", "recordings whose retention is looked at in a second"),
    RETENTION_LEAD(
            "retention.lead",
            "180d",
            "a date in the store that must not come yet is moved so long before it; where no end is known, by twice this"),
    RETENTION_STEP(
            "retention.step",
            "1827d",
            "no rulebook moves a date in the store further ahead than this at once; what has to be kept longer is moved"
                    + " again"),
    RULEBOOKS(
            "rulebooks",
            "",
            "which regulation each agency obeys: agency=RULEBOOK with commas between, RULEBOOK an id or letter of"
                    + " `unbroken rulebook list` or a file; agency * for all others. Without it there are no deadlines,"
                    + " and retention.floor alone"),
    RULEBOOK_CALENDARS(
            "rulebook.calendars",
            "",
            "files with the holiday notices of further years, with commas between (docs/FORMATS.md); 2024 to 2026 are"
                    + " known"),
    ACCESS_LONGEST_APPROVAL(
            "access.longest-approval",
            "90d",
            "no approval to view, copy or give out footage lasts longer than this after it was asked for, whatever \"until\""
                    + " says; no regulation has a term"),
    WORM_IMMUTABLE(
            "worm.immutable",
            "false",
            "true: set the file system's immutable flag on every object (needs CAP_LINUX_IMMUTABLE)"),
    LOG_ORIGIN(
            "log.origin",
            "",
            "the custody log's name, unique in the world, fixed at first start; without it a random one is made"),

    TIMESTAMP_AUTHORITIES(
            "timestamp.authorities",
            "",
            "file that lists the time-stamping authorities (docs/OPERATIONS.md); without it checkpoints are not stamped"),
    TIMESTAMP_INTERVAL(
            "timestamp.interval", "1h", "each authority stamps the newest checkpoint so often, if the log has grown"),
    TIMESTAMP_TIMEOUT("timestamp.timeout", "30s", "longest wait for an authority's whole answer"),
    TIMESTAMP_ALGORITHMS(
            "timestamp.algorithms", "", "file that says until when algorithms are held to be good (docs/FORMATS.md)"),
    EVIDENCE_INTERVAL(
            "evidence.interval", "1d", "from each such span the first stamped checkpoint gets an evidence record"),
    EVIDENCE_LEAD(
            "evidence.lead",
            "90d",
            "an evidence record is renewed so long before a certificate or algorithm that it rests on ends"),

    AUDIT_BYTES_PER_SECOND(
            "audit.bytes-per-second",
            "20MiB",
            "stored bytes that the audit reads in a second, spread evenly; 0: it reads none"),
    AUDIT_OBJECTS_PER_SECOND(
            "audit.objects-per-second",
            "100",
            "stored objects that the audit looks at in a second: there, of their size, locked long enough"),
    AUDIT_INTERVAL(
            "audit.interval", "1d", "a round of the audit begins no sooner than this after the one before it began"),
    AUDIT_LANDED_OVERDUE(
            "audit.landed-overdue",
            "24h",
            "a recording that arrived so long ago and is not sealed is reported as overdue"),
    REPLICA_FOLDER(
            "replica.folder",
            "",
            "folder with a copy of worm/, from which the audit restores what is lost or damaged; only read, unless"
                    + " replicate = true"),
    REPLICA_S3_ENDPOINT("replica.s3.endpoint", "", "the same of an object store: its address"),
    REPLICA_S3_REGION("replica.s3.region", "us-east-1", "its region"),
    REPLICA_S3_BUCKET("replica.s3.bucket", "", "bucket with the copy, under the same keys"),
    REPLICA_S3_SHARED_BUCKET(
            "replica.s3.shared-bucket",
            "",
            "bucket without versions or locks beside it, for what is on its way to the copy; only with replicate = true"),
    REPLICA_S3_ACCESS_KEY_FILE(
            "replica.s3.access-key-file", "", "file with the access key, which need only read unless replicate = true"),
    REPLICA_S3_SECRET_KEY_FILE("replica.s3.secret-key-file", "", "file with the secret key; mode 0600"),
    REPLICA_S3_PATH_STYLE("replica.s3.path-style", "true", "as s3.path-style"),

    REPLICATE(
            "replicate",
            "false",
            "true: whoever leads the log copies all of the store to the replica, and reads it there again"),
    REPLICATE_BYTES_PER_SECOND(
            "replicate.bytes-per-second",
            "50MiB",
            "bytes that the copying reads in a second, here and there together, spread evenly"),
    REPLICATE_INTERVAL("replicate.interval", "1d", "the lists of the two stores are laid beside each other so often"),

    PIPELINE_CHECKPOINT_INTERVAL(
            "pipeline.checkpoint-interval", "500ms", "how often the jobs save their state; sealing waits for it"),
    SEAL_PARALLELISM("seal.parallelism", "2", "recordings that are read and sealed at once"),
    DESCRIBE_WORKERS("describe.workers", "0", "inspections at once; 0: half of the cores, at most 4"),
    HISTORY_JOIN_TOLERANCE(
            "history.join-tolerance",
            "1s",
            "files of a camera whose times meet within this can be parts of one take; what is more is a gap or an overlap"),
    PROXY_WORKERS("proxy.workers", "0", "proxies made at once, at low priority; 0: half of the cores"),
    WORKER_CELL_REQUIRED(
            "worker.cell-required",
            "false",
            "true: the process does not start where media workers cannot be shut in cells (THREATS.md); false: it says"
                    + " so in its log"),

    LOG_PASSPHRASE_FILE(
            "log.passphrase-file",
            "",
            "file with the passphrase of the log's key files, mode 0600; else the environment variable"
                    + " UNBROKEN_KEY_PASSPHRASE; without either they are in the clear"),
    LOG_TOKEN_MODULE(
            "log.token.module",
            "",
            "PKCS#11 library of a token that has the log's Ed25519 key; with it log.key is not used"),
    LOG_TOKEN_LABEL("log.token.label", "", "the token's label"),
    LOG_TOKEN_KEY_ID("log.token.key-id", "", "the key's CKA_ID, in hex"),
    LOG_TOKEN_PIN_FILE("log.token.pin-file", "", "file with the token's PIN; mode 0600"),
    LOG_TOKEN_TOOL("log.token.tool", "pkcs11-tool", "OpenSC's pkcs11-tool, which is run for each signature"),
    LOG_ML_DSA(
            "log.ml-dsa", "true", "true: checkpoints are cosigned with ML-DSA-44 as well, for when Ed25519 is broken"),
    LOG_SM2("log.sm2", "false", "true: checkpoints are signed with SM2 as well"),
    LOG_WITNESSES(
            "log.witnesses",
            "",
            "policy file (C2SP tlog-policy): its witnesses, each with its address, are asked to cosign checkpoints"),
    LOG_FLUSH_INTERVAL(
            "log.flush-interval",
            "",
            "entries wait so long for others before they become an object in the store and receipts can be given;"
                    + " without it 500ms, in a cluster 50s"),
    LOG_ATTEST_INTERVAL("log.attest-interval", "1m", "cosignatures are gathered no more often than this"),
    DIGEST_SM3("digest.sm3", "false", "true: manifests have the file's SM3 beside its SHA-256"),
    WITNESS_NAME("witness.name", "", "the name of this witness's key, unique in the world, fixed at first start"),
    WITNESS_LOGS("witness.logs", "", "policy file whose log lines name the keys of the logs that are witnessed"),
    WITNESS_MONITORING(
            "witness.monitoring", "false", "true: a witness shows its newest cosigned checkpoints to anybody who asks"),

    NODE_NAME("node.name", "", "this process among those of the cluster; without it the machine's name and its role"),
    S3_ENDPOINT("s3.endpoint", "", "address of the object store; roles of a cluster keep everything there"),
    S3_REGION("s3.region", "us-east-1", "its region; any word for stores that have none"),
    S3_BUCKET("s3.bucket", "", "bucket made with Object Lock: all that is kept"),
    S3_SHARED_BUCKET(
            "s3.shared-bucket", "", "bucket without versions: what the processes share and change, and pictures"),
    S3_ACCESS_KEY_FILE("s3.access-key-file", "", "file with the access key"),
    S3_SECRET_KEY_FILE("s3.secret-key-file", "", "file with the secret key; for its owner alone (mode 0600)"),
    S3_PATH_STYLE("s3.path-style", "true", "true: endpoint/bucket/key, which servers other than AWS want"),

    KAFKA_BOOTSTRAP("kafka.bootstrap", "", "Kafka brokers, host:port with commas between"),
    KAFKA_TOPIC_PREFIX("kafka.topic-prefix", "unbroken.", "before the names of the topics"),
    KAFKA_PARTITIONS("kafka.partitions", "12", "partitions of each topic, when it is made; never changed later"),
    KAFKA_REPLICATION("kafka.replication", "3", "copies of each topic, when it is made; 1 where there is one broker"),
    KAFKA_CLIENT_PROPERTIES(
            "kafka.client-properties", "", "file with further properties of Kafka's clients (TLS, SASL); mode 0600"),

    LOG_KEY_FOLDER("log.key-folder", "", "folder with the log's signing key; the same key on every log node"),
    LOG_TAKEOVER_AFTER(
            "log.takeover-after", "10s", "a standby takes the log over when its writer has been silent for so long"),
    LOG_KEY(
            "log.key",
            "",
            "the log's verifier key, or a file that holds it: jobs follow no log that another key signed"),
    LOG_NODES("log-nodes", "", "consoles of the log nodes, with commas between, asked for states and receipts"),

    UPLOAD_REUSE_PORT(
            "upload.reuse-port",
            "false",
            "true: several gateways of this machine share the upload port (SO_REUSEPORT)"),
    UPLOAD_SPOOL(
            "upload.spool", "", "folder for the end of each upload until it fills a part; without it spool in data"),
    ANNOUNCE_AGAIN_AFTER(
            "upload.announce-again-after",
            "6h",
            "an upload that is not sealed so long after it was acknowledged is announced to the seal job again, within"
                    + " the hour: Kafka may have lost it"),
    GATEWAY_TOKEN_FILE("gateway.token-file", "", "file with the token (role gateway) for the log nodes; mode 0600"),
    OPS_HOST(
            "ops.host",
            "127.0.0.1",
            "address on which gateways and TaskManagers answer /metrics, /healthz and /readyz"),
    OPS_PORT(
            "ops.port",
            "9180",
            "its port; 0 takes a free one. For TaskManagers that share a machine the environment variable"
                    + " UNBROKEN_OPS_PORT wins over it"),

    JOBS_CHECKPOINTS(
            "jobs.checkpoints", "", "address under which Flink keeps its checkpoints, such as s3://bucket/flink"),
    JOBS_PARALLELISM_SEAL("jobs.parallelism.seal", "2", "seal tasks of the cluster side by side"),
    JOBS_PARALLELISM_DESCRIBE("jobs.parallelism.describe", "2", "describe tasks of the cluster side by side"),
    JOBS_SCRATCH("jobs.scratch", "", "folder for what a TaskManager needs for the moment; without it jobs in data");

    private final String key;
    private final String standard;
    private final String meaning;

    Setting(String key, String standard, String meaning) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** What holds when the key is not given; empty: nothing. */
    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }

    public static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
