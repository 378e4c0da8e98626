package org.unbroken.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.config.SettingsException;
import picocli.CommandLine.Option;

/** Which data folder, for commands that work on one without a server. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class FolderOptions {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The server's data folder.")
    private Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration, if it has one.")
    private Optional<Path> config = Optional.empty();

    ServerSettings settings() throws CommandFailure, SettingsException {
        if (!Files.isDirectory(data)) {
            throw new CommandFailure("--data " + data + ": no such folder");
        }
        Map<Setting, String> overrides = new EnumMap<>(Setting.class);
        overrides.put(Setting.DATA, data.toString());
        return ServerSettings.load(config, overrides);
    }
}
