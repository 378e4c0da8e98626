package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.cluster.Cluster;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = {
            "Starts what does not run, waits until all is ready, and prints the addresses.",
            "Run again after something died, it starts that again and leaves the rest alone."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ClusterUpCommand implements Callable<Integer> {
    @Mixin
    private ClusterCommand.Folder folder = new ClusterCommand.Folder();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Progress progress = Progress.standard()) {
            progress.step("Bringing the cluster in " + folder.data() + " up.");
            Cluster cluster = folder.open(progress);
            cluster.up();
            PrintWriter out = spec.commandLine().getOut();
            cluster.addresses().forEach(out::println);
            out.flush();
        }
        return 0;
    }
}
