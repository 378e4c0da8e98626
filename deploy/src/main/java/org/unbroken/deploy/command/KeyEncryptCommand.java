package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.keys.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "encrypt", description = "Puts the key files under a passphrase. The keys stay the same.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class KeyEncryptCommand implements Callable<Integer> {
    @Mixin
    private KeyFolderOptions folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        DurableFiles files = new DurableFiles(new LocalDisk());
        var passphrase = folder.passphrase(files);
        if (passphrase.isEmpty()) {
            throw new CommandFailure("--passphrase-file or UNBROKEN_KEY_PASSPHRASE is needed");
        }
        KeyFiles keys = new KeyFiles(files, passphrase, new SecureRandom());
        try (DataFolder taken = folder.take()) {
            for (Path file : keyFiles(folder.keys())) {
                keys.replace(file, keys.read(file));
                spec.commandLine().getOut().println("encrypted " + file);
            }
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static List<Path> keyFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".key"))
                    .sorted()
                    .toList();
        }
    }
}
