package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.SampleCheck;
import org.unbroken.integrity.note.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Draws a sample again: reads the whole log up to its checkpoint, compares it with the checkpoint's root, and computes"
                    + " the sample from the entries alone.",
            "Ends with 1 if anything is not as the server says, with 2 if all agrees and no key was given, or if it cannot be told"
                    + " whether an earlier checkpoint covered the request."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class SampleCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SAMPLE", description = "The sample's id.")
    private String sample;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<VerifierKey> keys = trust.policy().logs();
        SampleCheck check = new SampleCheck(server.client(), keys);
        List<String> problems = check.run(ConsoleAddress.id(sample, "a sample's"));
        PrintWriter out = spec.commandLine().getOut();
        check.said().forEach(out::println);
        problems.forEach(problem -> out.println("NOT SO: " + problem));
        check.untold().ifPresent(untold -> out.println("NOT LOOKED AT: " + untold));
        if (problems.isEmpty() && check.untold().isPresent()) {
            out.println("consistent, and not shown to be the sample of the first checkpoint");
        } else if (problems.isEmpty()) {
            out.println(keys.isEmpty() ? "consistent, origin not authenticated (give --key)" : "drawn as it says");
        }
        out.flush();
        if (!problems.isEmpty()) {
            return 1;
        }
        return keys.isEmpty() || check.untold().isPresent() ? 2 : 0;
    }
}
