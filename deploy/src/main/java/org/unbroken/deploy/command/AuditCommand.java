package org.unbroken.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = {
            "Checks a data folder as a whole, offline: log, camera chains, manifests and every original.",
            "It only reads, and needs no server."
        },
        footerHeading = "%nExample:%n",
        footer = {"  unbroken audit --data /srv/unbroken --key log.vkey"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AuditCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The server's data folder.")
    private Path data;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(data)) {
            throw new CommandFailure("--data " + data + ": no such folder");
        }
        throw new CommandFailure("audit of " + data + " with " + trust.policy() + ": not possible yet");
    }
}
