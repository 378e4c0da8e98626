package org.unbroken.deploy.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.disc.DiscSet;
import org.unbroken.integrity.evidence.BundleSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "join", description = "Puts all discs of a set together to the bundle that they were; verify it then.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DiscsJoinCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DISC",
            arity = "1..*",
            description = "Where a disc is mounted, or its image; in any order.")
    private List<Path> discs = new ArrayList<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "Where to: a folder, or one file if it ends in .zip. Nothing is overwritten.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (BundleSource bundle = DiscSet.join(DiscInput.read(discs));
                Progress progress = Progress.standard()) {
            progress.step("joining " + discs.size() + " discs");
            bundle.copyTo(out);
        }
        spec.commandLine().getOut().println("bundle " + out);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
