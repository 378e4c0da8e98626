package org.unbroken.deploy.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "classify",
        description =
                "Says which secrecy classes a recording has; none takes them away. Only who is cleared sees it then.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessClassifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", description = "The recording's id.")
    private String recording;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "state-secret, trade-secret or privacy; may be given again.")
    private List<String> classes = new ArrayList<>();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject body = JsonObject.builder()
                .put("classes", JsonArray.ofStrings(classes))
                .put("reason", reason)
                .build();
        JsonObject answer = server.client().post(ConsoleAddress.recording(recording, "/secrecy"), body);
        spec.commandLine()
                .getOut()
                .println("secrecy "
                        + (classes.isEmpty()
                                ? "none"
                                : String.join(", ", answer.array("secrecy").strings())));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
