package org.unbroken.deploy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.storage.rules.AgencyRules;

/**
 * All that a server is told, checked as a whole. The meaning of each is with its key in {@link Setting}.
 *
 * @param logOrigin empty: a random one at first start
 * @param logFlushInterval how long an entry waits for others before it is published
 * @param stamps how checkpoints are time-stamped
 * @param describeWorkers 0: chosen by the number of cores
 * @param proxyWorkers 0: chosen by the number of cores
 * @param rules which rulebook each agency obeys
 * @param scaleOut empty parts for a server on embedded defaults
 */
public record ServerSettings(
        Path data,
        Door upload,
        Door console,
        boolean allowPlainHttp,
        UploadLimits limits,
        Period retentionFloor,
        boolean wormImmutable,
        String logOrigin,
        Duration logFlushInterval,
        Stamps stamps,
        Duration checkpointInterval,
        int sealParallelism,
        int describeWorkers,
        Duration joinTolerance,
        int proxyWorkers,
        boolean workerCellRequired,
        ScaleOut scaleOut,
        Attestation attestation,
        AgencyRules rules,
        Auditing auditing,
        Upkeep upkeep) {

    /**
     * Reads the file of an embedded server, if there is one, and lets the overrides win.
     *
     * @throws SettingsException with everything that is wrong
     */
    public static ServerSettings load(Optional<Path> file, Map<Setting, String> overrides) throws SettingsException {
        return load(NodeRole.SERVE, file, overrides);
    }

    /** As {@link #load(Optional, Map)}, for this role, which may need keys that others do not. */
    public static ServerSettings load(NodeRole role, Optional<Path> file, Map<Setting, String> overrides)
            throws SettingsException {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        if (file.isPresent()) {
            values.putAll(SettingsFile.read(file.get()));
        }
        values.putAll(overrides);
        return new SettingsReader(role, values).read();
    }

    /** Whether this file is for a process of a cluster: it names an object store. */
    public static boolean isOfCluster(Path file) throws SettingsException {
        return !SettingsFile.read(file).getOrDefault(Setting.S3_ENDPOINT, "").isEmpty();
    }

    /** Defaults, with these overrides. */
    public static ServerSettings of(Map<Setting, String> overrides) throws SettingsException {
        return load(Optional.empty(), overrides);
    }
}
