package org.unbroken.deploy.config;

import java.util.EnumSet;
import java.util.Set;

/** What a process is there for, and which keys it cannot do without. */
public enum NodeRole {
    /** Everything in one process and one folder. */
    SERVE(EnumSet.noneOf(Setting.class)),
    /** Works on the shared stores and is no server: issues tokens, audits. */
    OFFLINE(keys(EnumSet.noneOf(Setting.class))),
    GATEWAY(keys(EnumSet.of(Setting.KAFKA_BOOTSTRAP, Setting.LOG_NODES, Setting.GATEWAY_TOKEN_FILE))),
    /** Watches other logs. It has a folder and the console's door. */
    WITNESS(EnumSet.of(Setting.WITNESS_NAME, Setting.WITNESS_LOGS)),
    LOG(keys(EnumSet.of(Setting.KAFKA_BOOTSTRAP, Setting.LOG_KEY_FOLDER))),
    JOBS(keys(EnumSet.of(Setting.KAFKA_BOOTSTRAP, Setting.JOBS_CHECKPOINTS, Setting.LOG_KEY)));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<Setting> required;

    NodeRole(Set<Setting> required) {
        this.required = Set.copyOf(required);
    }

    private static EnumSet<Setting> keys(EnumSet<Setting> own) {
        EnumSet<Setting> all = EnumSet.of(
                Setting.S3_ENDPOINT,
                Setting.S3_BUCKET,
                Setting.S3_SHARED_BUCKET,
                Setting.S3_ACCESS_KEY_FILE,
                Setting.S3_SECRET_KEY_FILE);
        all.addAll(own);
        return all;
    }

    Set<Setting> required() {
        return required;
    }

    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
