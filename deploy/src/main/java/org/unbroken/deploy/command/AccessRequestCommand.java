package org.unbroken.deploy.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "request", description = "Asks for recordings, and prints who has to approve it.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessRequestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", arity = "1..*", description = "Ids of recordings, all of one agency.")
    private List<String> recordings = new ArrayList<>();

    @Option(
            names = "--use",
            required = true,
            paramLabel = "USE",
            description = "view (查阅), copy (复制), party-copy (当事人复制) or release (对外提供).")
    private String use;

    @Option(names = "--for", paramLabel = "NAME", description = "For whom. Without it: for whoever asks.")
    private Optional<String> recipient = Optional.empty();

    @Option(names = "--unit", paramLabel = "TEXT", description = "Of what body they are.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What it is needed for.")
    private String reason;

    @Option(
            names = "--until",
            required = true,
            paramLabel = "TIME",
            description = "When it ends, such as 2026-12-31T16:00:00Z.")
    private String until;

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject body = JsonObject.builder()
                .put("use", use)
                .put("recordings", JsonArray.ofStrings(recordings))
                .putIfPresent("for", recipient)
                .putIfPresent("unit", unit)
                .put("reason", reason)
                .put("until", until)
                .build();
        JsonObject answer = server.client().post("api/requests", body);
        if (answer.findString("state").isEmpty()) {
            // On record, and not shown by the ledger yet.
            spec.commandLine().getOut().println("request   " + answer.string("request"));
            return 0;
        }
        AccessServer.print(spec.commandLine().getOut(), answer);
        return 0;
    }
}
