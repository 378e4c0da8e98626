package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "retention",
        description = "For how long footage is kept: facts that keep it for long, and whether the store obeys.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken retention long-term 019f… --trigger dispute --reason \"the party disputes it\""
                    + " --server http://127.0.0.1:8080"
        },
        subcommands = {RetentionStatusCommand.class, RetentionMarkCommand.class, RetentionWithdrawCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class RetentionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: status, long-term or withdraw");
    }
}
