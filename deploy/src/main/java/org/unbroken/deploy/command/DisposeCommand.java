package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dispose",
        description = "Disposes of recordings whose retention is over, on two persons' approval.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken dispose request --server http://127.0.0.1:8080 --expired-before 2026-11-01T00:00:00Z"
                    + " --reason \"retention over\""
        },
        subcommands = {
            DisposeRequestCommand.class,
            DisposeApproveCommand.class,
            DisposeShowCommand.class,
            DisposeRunCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class DisposeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: request, approve, show or run");
    }
}
