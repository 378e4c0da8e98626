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

@Command(name = "reopen", description = "Opens a closed or archived case again.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseReopenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "The case's id or its number.")
    private String named;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin
    private CaseServer server = new CaseServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        JsonObject answer = client.post(
                server.path(client, named, "/reopen"),
                JsonObject.builder().put("reason", reason).build());
        CaseText.print(out, answer);
        out.flush();
        return 0;
    }
}
