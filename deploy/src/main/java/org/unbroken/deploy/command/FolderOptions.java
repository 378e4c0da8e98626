package org.unbroken.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.config.SettingsException;
import picocli.CommandLine.Option;

/** Which data folder or cluster, for commands that work on one without a server. */
final class FolderOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "The server's data folder.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The server's configuration, if it has one; or that of a process of a cluster, instead of --data.")
    private Optional<Path> config = Optional.empty();

    /** Whether the configuration names an object store. */
    boolean isCluster() throws SettingsException {
        return config.isPresent() && ServerSettings.isOfCluster(config.get());
    }

    /** Of a cluster's stores. */
    ServerSettings cluster() throws SettingsException {
        return ServerSettings.load(NodeRole.OFFLINE, config, Map.of());
    }

    /** Of a process that may write a cluster's log: it needs the log's key and the queue. */
    ServerSettings logNode() throws SettingsException {
        return ServerSettings.load(NodeRole.LOG, config, Map.of());
    }

    /** Of a folder. */
    ServerSettings settings() throws CommandFailure, SettingsException {
        if (data.isEmpty()) {
            throw new CommandFailure("which? --data DIR, or --config FILE of a process of a cluster");
        }
        if (!Files.isDirectory(data.get())) {
            throw new CommandFailure("--data " + data.get() + ": no such folder");
        }
        Map<Setting, String> overrides = new EnumMap<>(Setting.class);
        overrides.put(Setting.DATA, data.get().toString());
        return ServerSettings.load(config, overrides);
    }
}
