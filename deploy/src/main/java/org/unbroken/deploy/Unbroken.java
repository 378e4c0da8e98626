package org.unbroken.deploy;

import java.util.List;
import org.unbroken.deploy.command.AccessCommand;
import org.unbroken.deploy.command.AuditCommand;
import org.unbroken.deploy.command.CaseCommand;
import org.unbroken.deploy.command.ClusterCommand;
import org.unbroken.deploy.command.CommandErrors;
import org.unbroken.deploy.command.ComplaintCommand;
import org.unbroken.deploy.command.DemoCommand;
import org.unbroken.deploy.command.DeviceCommand;
import org.unbroken.deploy.command.DiscsCommand;
import org.unbroken.deploy.command.DisposeCommand;
import org.unbroken.deploy.command.DockCommand;
import org.unbroken.deploy.command.DrillCommand;
import org.unbroken.deploy.command.ExplainCommand;
import org.unbroken.deploy.command.ExportCommand;
import org.unbroken.deploy.command.FiguresCommand;
import org.unbroken.deploy.command.GatewayCommand;
import org.unbroken.deploy.command.InspectCommand;
import org.unbroken.deploy.command.KeyCommand;
import org.unbroken.deploy.command.LabelCommand;
import org.unbroken.deploy.command.LogCommand;
import org.unbroken.deploy.command.OwedCommand;
import org.unbroken.deploy.command.ProductVersion;
import org.unbroken.deploy.command.ProxyCommand;
import org.unbroken.deploy.command.RebuildCommand;
import org.unbroken.deploy.command.ReplicaCommand;
import org.unbroken.deploy.command.ReportCommand;
import org.unbroken.deploy.command.RetentionCommand;
import org.unbroken.deploy.command.RulebookCommand;
import org.unbroken.deploy.command.SampleCommand;
import org.unbroken.deploy.command.ServeCommand;
import org.unbroken.deploy.command.SimulateCommand;
import org.unbroken.deploy.command.TokenCommand;
import org.unbroken.deploy.command.VerifyCommand;
import org.unbroken.deploy.command.WitnessCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code unbroken} command. */
@Command(
        name = "unbroken",
        versionProvider = ProductVersion.class,
        description = "Takes in what body-worn cameras recorded, keeps it unaltered, and proves it.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  a check failed: something is damaged, missing or contradicts the log",
            "  2  wrong use, could not run, or cannot tell",
            "",
            "Start with:  unbroken demo"
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            DockCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            InspectCommand.class,
            ProxyCommand.class,
            DisposeCommand.class,
            RetentionCommand.class,
            AccessCommand.class,
            DiscsCommand.class,
            LabelCommand.class,
            ReportCommand.class,
            ExplainCommand.class,
            CaseCommand.class,
            TokenCommand.class,
            RebuildCommand.class,
            AuditCommand.class,
            ReplicaCommand.class,
            DrillCommand.class,
            SampleCommand.class,
            FiguresCommand.class,
            OwedCommand.class,
            ComplaintCommand.class,
            DeviceCommand.class,
            GatewayCommand.class,
            LogCommand.class,
            WitnessCommand.class,
            KeyCommand.class,
            RulebookCommand.class,
            ClusterCommand.class,
            SimulateCommand.class
        })
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets and reads them
public final class Unbroken implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        int code;
        try {
            code = commandLine().execute(args);
        } catch (Throwable e) {
            // Java's own exit code would be 1, which here means that something was checked and found wrong.
            System.err.println("unbroken: " + e);
            e.printStackTrace(System.err);
            code = 2;
        }
        System.exit(code);
    }

    public static CommandLine commandLine() {
        CommandErrors errors = new CommandErrors();
        return new CommandLine(new Unbroken())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(Unbroken::run)
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false);
    }

    /** Picocli lets help pass over words it does not know: help for a command that is not there would seem given. */
    private static int run(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            List<String> unknown = command.getParseResult().unmatched();
            if (!unknown.isEmpty() && !command.getSubcommands().isEmpty()) {
                throw new UnmatchedArgumentException(command, unknown);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
