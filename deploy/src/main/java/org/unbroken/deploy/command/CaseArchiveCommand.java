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

@Command(name = "archive", description = "Says that a closed case's file is made (归档), and until when it is kept.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseArchiveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "The case's id or its number.")
    private String named;

    @Option(names = "--on", paramLabel = "TIME", description = "When it was made; else now.")
    private Optional<String> on = Optional.empty();

    @Option(
            names = "--kept-until",
            paramLabel = "TIME",
            description = "Until when the file is kept; without it no end is known, and its evidence stays.")
    private Optional<String> keptUntil = Optional.empty();

    @Option(names = "--reference", paramLabel = "TEXT", description = "Where the file is.")
    private Optional<String> reference = Optional.empty();

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
                server.path(client, named, "/archive"),
                JsonObject.builder()
                        .putIfPresent("on", on)
                        .putIfPresent("kept_until", keptUntil)
                        .putIfPresent("reference", reference)
                        .putIfPresent("reason", reason)
                        .build());
        CaseText.print(out, answer);
        out.flush();
        return 0;
    }
}
