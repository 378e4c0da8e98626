package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", description = "Shows a sample and what was found in it; without an id, all samples.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class SampleShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SAMPLE", arity = "0..1", description = "The sample's id.")
    private Optional<String> sample = Optional.empty();

    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject answer = server.client()
                .json(
                        sample.isPresent()
                                ? "api/samples/" + ConsoleAddress.id(sample.get(), "a sample's")
                                : "api/samples");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.text());
        } else if (sample.isPresent()) {
            SampleCommand.print(out, answer);
        } else {
            answer.array("samples")
                    .objects()
                    .forEach(each -> out.println(each.string("sample") + "  " + each.string("state") + "  "
                            + each.string("agency") + "  " + each.string("from") + "  " + each.string("to")));
        }
        out.flush();
        return 0;
    }
}
