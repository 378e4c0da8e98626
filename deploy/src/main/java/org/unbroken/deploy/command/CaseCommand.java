package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "case",
        description = "Cases: opened, corrected, closed and archived; their footage against what should be there.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {"  unbroken case open --server http://127.0.0.1:8080 --party 张三 --handler 李四 明劳监〔2026〕1号"},
        subcommands = {
            CaseOpenCommand.class,
            CaseShowCommand.class,
            CaseListCommand.class,
            CaseChangeCommand.class,
            CaseCheckCommand.class,
            CaseCloseCommand.class,
            CaseReopenCommand.class,
            CaseArchiveCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class CaseCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: open, show, list, change, check, close, reopen or archive");
    }
}
