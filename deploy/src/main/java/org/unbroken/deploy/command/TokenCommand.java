package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Credential;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.durable.LocalDisk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = {
            "Issues, lists and revokes bearer tokens and client certificates.",
            "Works on the server's data folder, also while the server runs; what is revoked is refused at once."
        },
        subcommands = {TokenIssueCommand.class, TokenListCommand.class, TokenRevokeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken token issue --data /srv/unbroken --role dock --name station-3 --agency pd-east",
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

    /** The folder whose credentials are meant. */
    @SuppressWarnings("NullAway.Init") // picocli sets it
    static final class Folder {
        @Option(names = "--data", required = true, paramLabel = "DIR", description = "The server's data folder.")
        private Path data;

        BearerTokens tokens() throws CommandFailure {
            return BearerTokens.inFolder(
                    DataFolder.tokens(existing()), new LocalDisk(), Clock.systemUTC(), new SecureRandom());
        }

        Certificates certificates() throws CommandFailure {
            return Certificates.inFolder(
                    DataFolder.certificates(existing()), new LocalDisk(), Clock.systemUTC(), new SecureRandom());
        }

        /** A mistyped folder must not be made and a token issued that no server knows: it must exist by now. */
        private Path existing() throws CommandFailure {
            if (!Files.isDirectory(data)) {
                throw new CommandFailure("--data " + data + ": no such folder (unbroken serve makes it)");
            }
            return data;
        }
    }

    static void print(Credential credential, String word, PrintWriter err) {
        err.println(word + " " + credential.id() + " ("
                + credential.grant().role().wire() + ", " + credential.grant().name() + ")");
        err.flush();
    }
}
