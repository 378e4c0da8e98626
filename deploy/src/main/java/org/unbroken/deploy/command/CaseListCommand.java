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
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists cases, newest first.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class CaseListCommand implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "WORD", description = "open, closed or archived.")
    private Optional<String> state = Optional.empty();

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
        String next = "";
        do {
            JsonObject page = client.json("api/cases?limit=500"
                    + state.map(word -> "&state=" + ConsoleAddress.encoded(word))
                            .orElse("")
                    + server.agency()
                            .map(of -> "&agency=" + ConsoleAddress.encoded(of))
                            .orElse("")
                    + next);
            page.array("cases").objects().forEach(file -> out.println(json ? file.text() : CaseText.line(file)));
            next = page.findString("next").map(after -> "&after=" + after).orElse("");
        } while (!next.isEmpty());
        out.flush();
        return 0;
    }
}
