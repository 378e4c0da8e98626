package org.unbroken.deploy.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.logs.Logs;
import org.unbroken.deploy.witness.WitnessProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "witness",
        description = "Witnesses the logs of others (C2SP tlog-witness) until it is told to end (SIGTERM).",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken witness --config /etc/unbroken/witness.properties",
            "",
            "The file needs data, witness.name and witness.logs; the door is console.host and console.port. Once ready",
            "it prints its address and its key, for the policies of those who trust it."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class WitnessCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration: key = value lines.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.WITNESS, Optional.of(config), Map.of());
        Logs.toStandardError();
        return NodeRunner.run(new WitnessProcess(settings), spec.commandLine().getOut());
    }
}
