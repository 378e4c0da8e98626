package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Compares a case's footage and papers with what the agency's rulebook wants recorded.",
        footerHeading = "%nExit:%n",
        footer = "0: complete. 1: something lacks or differs. 2: could not run.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "The case's id or its number.")
    private String named;

    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Mixin
    private CaseServer server = new CaseServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        JsonObject answer = client.json(server.path(client, named, "/check"));
        if (json) {
            out.println(answer.text());
        } else {
            CaseText.printCheck(out, answer);
        }
        out.flush();
        return answer.bool("complete") && answer.array("owed").items().isEmpty() ? 0 : 1;
    }
}
