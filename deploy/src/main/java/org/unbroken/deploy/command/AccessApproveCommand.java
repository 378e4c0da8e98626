package org.unbroken.deploy.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "approve", description = "Approves a request as the office whose turn it is; the keeper registers it.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessApproveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REQUEST", description = "The request's id.")
    private String request;

    @Option(names = "--reason", paramLabel = "TEXT", description = "What there is to say.")
    private Optional<String> reason = Optional.empty();

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject body = JsonObject.builder().putIfPresent("reason", reason).build();
        AccessServer.print(
                spec.commandLine().getOut(), server.client().post(AccessServer.path(request, "/approve"), body));
        return 0;
    }
}
