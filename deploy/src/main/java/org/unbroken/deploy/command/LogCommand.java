package org.unbroken.deploy.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.logs.Logs;
import org.unbroken.deploy.scaleout.LogNodeProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        description = "Runs a node of a cluster's custody log, with its console, until it is told to end (SIGTERM).",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken log --config /etc/unbroken/log.properties",
            "",
            "Once ready it prints its addresses. Keys of the file: docs/CONFIGURATION.md."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class LogCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration: key = value lines.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.LOG, Optional.of(config), Map.of());
        Logs.toStandardError();
        return NodeRunner.run(new LogNodeProcess(settings), spec.commandLine().getOut());
    }
}
