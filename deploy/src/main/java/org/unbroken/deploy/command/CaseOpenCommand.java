package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "open",
        description = "Opens a case. Recordings belong to it by their label case, also those that came before.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseOpenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NUMBER", description = "案号.")
    private String number;

    @Mixin
    private CaseMembersOptions members = new CaseMembersOptions();

    @Mixin
    private CaseServer server = new CaseServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        JsonObject body = JsonObject.builder()
                .put("case", members.members().put("number", number).build())
                .putIfPresent("agency", server.agency())
                .build();
        CaseText.print(out, client.post("api/cases", body));
        out.flush();
        return 0;
    }
}
