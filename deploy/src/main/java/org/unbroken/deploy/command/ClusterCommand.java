package org.unbroken.deploy.command;

import java.nio.file.Path;
import org.unbroken.deploy.cluster.Cluster;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        description = {
            "Runs the whole scale-out on this machine, real components as plain processes: Ceph's S3 with Object Lock,"
                    + " Kafka, two log nodes, Flink with two TaskManagers, two gateways on one port.",
            "For evaluation and tests: one disk and one machine hold it all. The first start fetches Ceph's packages"
                    + " (50 MB) unless they are installed."
        },
        subcommands = {
            ClusterUpCommand.class,
            ClusterStatusCommand.class,
            ClusterDownCommand.class,
            ClusterKillCommand.class,
            ClusterRestartCommand.class,
            ClusterKeysCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken cluster up",
            "  unbroken cluster status --json",
            "  unbroken cluster kill gateway-1; unbroken cluster up",
            "  unbroken cluster down --wipe"
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class ClusterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "up, status, down, kill, restart or keys?");
    }

    /** Which cluster. */
    @SuppressWarnings("NullAway.Init") // picocli sets it
    static final class Folder {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = "unbroken-cluster",
                description = "Folder that holds everything (default: ${DEFAULT-VALUE}).")
        private Path data;

        Path data() {
            return data.toAbsolutePath().normalize();
        }

        Cluster open(Progress progress) throws java.io.IOException {
            return Cluster.open(data, progress);
        }

        /** One that has been started before: a mistyped folder is not to look like a cluster that is down. */
        Cluster existing(Progress progress) throws java.io.IOException, CommandFailure {
            if (!java.nio.file.Files.isRegularFile(data.resolve("cluster.json"))) {
                throw new CommandFailure("--data " + data + ": no cluster was started there");
            }
            return open(progress);
        }
    }
}
