package org.unbroken.deploy.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.deploy.cluster.Cluster;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = "Ends processes in good order, one after another, and starts each again before the next.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ClusterRestartCommand implements Callable<Integer> {
    @Mixin
    private ClusterCommand.Folder folder = new ClusterCommand.Folder();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "As cluster status shows it.")
    private List<String> names;

    @Override
    public Integer call() throws Exception {
        try (Progress progress = Progress.standard()) {
            Cluster cluster = folder.existing(progress);
            for (String name : names) {
                cluster.restart(name);
            }
            return 0;
        }
    }
}
