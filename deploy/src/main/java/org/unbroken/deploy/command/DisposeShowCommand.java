package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
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
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        if (batch.isPresent()) {
            JsonObject answer = client.json(DisposalServer.path(batch.get(), ""));
            if (json) {
                out.println(answer.text());
            } else {
                DisposalServer.print(out, answer);
            }
        } else {
            all(client, out);
        }
        out.flush();
        return 0;
    }

    private void all(ConsoleClient client, PrintWriter out) throws Exception {
        List<Json> batches = new ArrayList<>();
        String after = "";
        do {
            JsonObject page = client.json("api/disposals" + after);
            batches.addAll(page.array("disposals").items());
            after = page.find("next")
                    .filter(JsonString.class::isInstance)
                    .map(next -> "?after=" + ((JsonString) next).value())
                    .orElse("");
        } while (!after.isEmpty());
        JsonArray shown = new JsonArray(batches);
        if (json) {
            out.println(JsonObject.builder().put("disposals", shown).build().text());
            return;
        }
        shown.objects()
                .forEach(each -> out.println(each.string("batch") + "  " + each.string("state") + "  "
                        + each.object("requested").string("at") + "  " + each.string("agency")));
    }
}
