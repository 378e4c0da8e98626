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

@Command(name = "show", description = "Shows a case with its deadlines and all that became of it.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseShowCommand implements Callable<Integer> {
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
        JsonObject answer = client.json(server.path(client, named, ""));
        if (json) {
            out.println(answer.text());
        } else {
            CaseText.print(out, answer);
        }
        out.flush();
        return 0;
    }
}
