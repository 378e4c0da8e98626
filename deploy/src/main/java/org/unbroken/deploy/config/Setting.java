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
    STAGING_RESERVE("staging.reserve", "2GiB", "free space that uploads may not use up"),

    RETENTION_FLOOR(
            "retention.floor",
            "2y",
            "shortest retention of a recording, from its arrival; lengthened later, never shortened"),
    WORM_IMMUTABLE(
            "worm.immutable",
            "false",
            "true: set the file system's immutable flag on every object (needs CAP_LINUX_IMMUTABLE)"),
    LOG_ORIGIN(
            "log.origin",
            "",
            "the custody log's name, unique in the world, fixed at first start; without it a random one is made"),

    PIPELINE_CHECKPOINT_INTERVAL(
            "pipeline.checkpoint-interval", "500ms", "how often the jobs save their state; sealing waits for it"),
    SEAL_PARALLELISM("seal.parallelism", "2", "recordings that are read and sealed at once"),
    DESCRIBE_WORKERS("describe.workers", "0", "inspections at once; 0: half of the cores, at most 4"),
    PROXY_WORKERS("proxy.workers", "0", "proxies made at once, at low priority; 0: half of the cores");

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
