package org.unbroken.deploy.command;

import java.util.concurrent.Callable;
import org.unbroken.deploy.cluster.Cluster;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = "Ends all processes, gateways first and stores last. Everything is kept, unless --wipe is given.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ClusterDownCommand implements Callable<Integer> {
    @Mixin
    private ClusterCommand.Folder folder = new ClusterCommand.Folder();

    @Option(names = "--wipe", description = "Delete the folder, with all footage in it.")
    private boolean wipe;

    @Override
    public Integer call() throws Exception {
        try (Progress progress = Progress.standard()) {
            Cluster cluster = folder.existing(progress);
            cluster.down();
            if (wipe) {
                cluster.wipe();
                progress.step("Deleted " + folder.data() + ".");
            }
            return 0;
        }
    }
}
