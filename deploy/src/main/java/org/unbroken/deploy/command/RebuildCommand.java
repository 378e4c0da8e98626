package org.unbroken.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = {
            "Makes the ledger anew from the WORM store alone. The old one is set aside, not deleted.",
            "Refuses while a server holds the folder."
        },
        footerHeading = "%nExample:%n",
        footer = {"  unbroken rebuild --data /srv/unbroken"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RebuildCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The server's data folder.")
    private Path data;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(data)) {
            throw new CommandFailure("--data " + data + ": no such folder");
        }
        try (DataFolder folder = DataFolder.take(data)) {
            throw new CommandFailure("rebuild of " + folder.path() + ": not possible yet");
        }
    }
}
