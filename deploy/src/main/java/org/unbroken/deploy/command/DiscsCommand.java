package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "discs",
        description = {
            "Evidence bundles on discs: split into images of a medium's size, each verifying alone, and put together again.",
            "",
            "unbroken export --discs writes such a set from a server, without a bundle beside it."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken discs write case-17.zip --size 4.7GB --out case-17-discs",
            "  unbroken discs check /media/cdrom --key log.vkey",
            "  unbroken discs join case-17-discs/disc-*.iso --out case-17.zip && unbroken verify case-17.zip --key log.vkey"
        },
        subcommands = {DiscsWriteCommand.class, DiscsCheckCommand.class, DiscsJoinCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class DiscsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: write, check or join");
    }
}
