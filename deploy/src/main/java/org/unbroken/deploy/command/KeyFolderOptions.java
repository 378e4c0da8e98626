package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.server.LogAttestation;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.keys.Passphrase;
import picocli.CommandLine.Option;

/** Whose keys, and their passphrase. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class KeyFolderOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Data folder of the server, log node or witness, which must not run.")
    private Path data;

    @Option(
            names = "--key-folder",
            paramLabel = "DIR",
            description = "Folder of the keys, where that is not keys in the data folder.")
    private Optional<Path> keyFolder = Optional.empty();

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The passphrase of the key files; else the environment variable UNBROKEN_KEY_PASSPHRASE.")
    private Optional<Path> passphraseFile = Optional.empty();

    /** To be closed when the keys are as they are to be. */
    DataFolder take() throws IOException, CommandFailure {
        if (!Files.isDirectory(data)) {
            throw new CommandFailure("--data " + data + ": there is no such folder");
        }
        return DataFolder.take(data.toAbsolutePath().normalize());
    }

    Path keys() {
        return keyFolder.orElse(data.resolve("keys"));
    }

    Path mark() {
        return data.resolve("keys").resolve("log.published");
    }

    Optional<Passphrase> passphrase(DurableFiles files) throws IOException {
        return LogAttestation.passphrase(passphraseFile, files);
    }
}
