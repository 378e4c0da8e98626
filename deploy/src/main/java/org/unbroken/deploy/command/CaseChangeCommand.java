package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "change", description = "Corrects what is said of a case; what was said before stays on record.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseChangeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASE", description = "The case's id or its number.")
    private String named;

    @Option(names = "--number", paramLabel = "NUMBER", description = "Its new number.")
    private Optional<String> number = Optional.empty();

    @Mixin
    private CaseMembersOptions members = new CaseMembersOptions();

    @Option(
            names = "--remove",
            paramLabel = "MEMBER",
            description = "What is to be taken away, as the API calls it. Repeatable.")
    private List<String> remove = new ArrayList<>();

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
        JsonObject.Builder said = members.members().putIfPresent("number", number);
        remove.forEach(member -> said.put(member, JsonNull.NULL));
        JsonObject body = JsonObject.builder()
                .put("case", said.build())
                .put("reason", reason)
                .build();
        CaseText.print(out, client.post(server.path(client, named, "/change"), body));
        out.flush();
        return 0;
    }
}
