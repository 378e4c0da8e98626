package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.integrity.disc.DiscCheck;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Checks each disc alone: its files, the papers, and the pieces of originals against what was sealed.",
            "",
            "0: intact. 1: damaged. 2: consistent, and no trusted key vouches for its origin."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DiscsCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DISC", arity = "1..*", description = "Where a disc is mounted, or its image.")
    private List<Path> discs = new ArrayList<>();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TrustPolicy trusted = trust.policy();
        PrintWriter printer = spec.commandLine().getOut();
        int exit = 0;
        for (Path disc : discs) {
            int one = check(disc, trusted, printer);
            // Damage outweighs what cannot be told.
            exit = exit == 1 || one == 1 ? 1 : Math.max(exit, one);
        }
        printer.flush();
        return exit;
    }

    /** One that cannot be read as a disc is a damaged one: those after it are checked all the same. */
    private static int check(Path disc, TrustPolicy trusted, PrintWriter printer)
            throws CommandFailure, InterruptedException {
        printer.println(disc);
        VerificationReport report;
        try {
            report = DiscCheck.run(DiscInput.read(disc), trusted);
        } catch (IOException e) {
            printer.println("damaged: it cannot be read as a disc of an evidence set: " + e.getMessage());
            return Verdict.DAMAGED.exitCode();
        }
        report.lines().forEach(printer::println);
        return report.verdict().exitCode();
    }
}
