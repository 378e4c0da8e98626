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

@Command(name = "show", description = "Shows a batch and how far it is; without an id, all batches.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DisposeShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BATCH", arity = "0..1", description = "The batch's id.")
    private Optional<String> batch = Optional.empty();

    @Option(names = "--json", description = "Print the server's answer, the list included.")
    private boolean json;

    @Mixin
    private DisposalServer server = new DisposalServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject answer =
                server.client().json(batch.isPresent() ? DisposalServer.path(batch.get(), "") : "api/disposals");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.text());
        } else if (batch.isPresent()) {
            DisposalServer.print(out, answer);
        } else {
            answer.array("disposals")
                    .objects()
                    .forEach(each -> out.println(each.string("batch") + "  " + each.string("state") + "  "
                            + each.object("requested").string("at") + "  " + each.string("agency")));
        }
        out.flush();
        return 0;
    }
}
