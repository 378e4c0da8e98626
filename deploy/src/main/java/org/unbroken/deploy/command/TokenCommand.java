package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.storage.access.Credential;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = {
            "Issues, lists and revokes bearer tokens and client certificates.",
            "Works on the server's data folder, also while the server runs, or on what a cluster's processes share;"
                    + " what is revoked is refused at once."
        },
        subcommands = {TokenIssueCommand.class, TokenListCommand.class, TokenRevokeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken token issue --data /srv/unbroken --role dock --name station-3 --agency pd-east",
            "  unbroken token issue --config /etc/unbroken/gateway.properties --role dock --name station-4",
            "  unbroken token list --data /srv/unbroken",
            "  unbroken token revoke --data /srv/unbroken t-1f2e3d4c5b6a7988"
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "issue, list or revoke?");
    }

    /** Whose credentials are meant: a server's, in its folder, or a cluster's, in its object store. */
    @SuppressWarnings("NullAway.Init") // picocli sets it
    static final class Place {
        @Option(names = "--data", paramLabel = "DIR", description = "The server's data folder.")
        private Optional<Path> data = Optional.empty();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration of any process of a cluster, instead of --data.")
        private Optional<Path> config = Optional.empty();

        CredentialPlace open() throws CommandFailure, SettingsException, IOException {
            if (data.isPresent() == config.isPresent()) {
                throw new CommandFailure("give --data DIR for a server, or --config FILE for a cluster");
            }
            return config.isPresent() ? CredentialPlace.shared(config.get()) : CredentialPlace.inFolder(existing());
        }

        /** A mistyped folder must not be made and a token issued that no server knows: it must exist by now. */
        private Path existing() throws CommandFailure {
            Path folder = data.orElseThrow();
            if (!Files.isDirectory(folder)) {
                throw new CommandFailure("--data " + folder + ": no such folder (unbroken serve makes it)");
            }
            return folder;
        }
    }

    static void print(Credential credential, String word, PrintWriter err) {
        err.println(word + " " + credential.id() + " ("
                + credential.grant().role().wire() + ", " + credential.grant().name() + ")");
        err.flush();
    }
}
