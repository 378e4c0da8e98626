package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "key",
        description = "Keeps the log's keys: a new one, or the same under a passphrase.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {"  unbroken key rotate --data /srv/unbroken"},
        subcommands = {KeyRotateCommand.class, KeyEncryptCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class KeyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: rotate or encrypt");
    }
}
