package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "close", description = "Closes a case (结案): its footage is then kept for as long as the rulebook says.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseCloseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "The case's id or its number.")
    private String named;

    @Option(names = "--on", paramLabel = "TIME", description = "When it was closed; else now.")
    private Optional<String> on = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private Optional<String> reason = Optional.empty();

    @Mixin
    private CaseServer server = new CaseServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        JsonObject answer = client.post(
                server.path(client, named, "/close"),
                JsonObject.builder()
                        .putIfPresent("on", on)
                        .putIfPresent("reason", reason)
                        .build());
        CaseText.print(out, answer);
        out.flush();
        return 0;
    }
}
