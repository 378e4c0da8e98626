package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "access",
        description =
                "Asks to view, copy or give out recordings, approves it by the rulebook's chain, and keeps the register.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken access request 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90 --use party-copy --for 甲公司 \\",
            "      --reason 当事人申请 --until 2026-12-31T00:00:00Z --server https://console:8080/",
            "  unbroken access register --agency chengde --from 2026-11-01 --to 2026-11-30 --format html --out register.html \\",
            "      --server https://console:8080/"
        },
        subcommands = {
            AccessRequestCommand.class,
            AccessApproveCommand.class,
            AccessRefuseCommand.class,
            AccessShowCommand.class,
            AccessRegisterCommand.class,
            AccessClassifyCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class AccessCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: request, approve, refuse, show, register or classify");
    }
}
