package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.cluster.ClusterReport;
import org.unbroken.deploy.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows each process, and which log node leads. Ends with 1 unless all is ready.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ClusterStatusCommand implements Callable<Integer> {
    @Mixin
    private ClusterCommand.Folder folder = new ClusterCommand.Folder();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.standard()) {
            ClusterReport report = folder.existing(progress).report();
            if (json) {
                out.println(report.json().text());
            } else {
                report.lines().forEach(out::println);
            }
            out.flush();
            return report.isWell() ? 0 : 1;
        }
    }
}
